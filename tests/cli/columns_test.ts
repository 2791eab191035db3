import { assertEquals } from "@std/assert";
import stringWidth from "string-width";
import { columnsOf, padded, readyToMeasure, shortened } from "../../lib/cli/columns.ts";
import { tableLines } from "../../lib/cli/table_lines.ts";
import { screenOf } from "./screen.ts";

const WIDE = "精度";

Deno.test("what is counted without measuring has one column a character", async () => {
  await readyToMeasure(WIDE);
  const counted = (character: string) => columnsOf(character) === 1;
  for (let code = 0x20; code < 0x3000; code++) {
    const character = String.fromCodePoint(code);
    assertEquals(columnsOf(character), stringWidth(character), code.toString(16));
  }
  assertEquals([..."abc é → █░ ·…–−"].every(counted), true);
});

Deno.test("colours, links, emoji and combining marks take the columns that they are seen in", async () => {
  await readyToMeasure(WIDE);
  const cases: readonly (readonly [string, number])[] = [
    ["\x1b[31m精度\x1b[39m", 4],
    ["\x1b]8;;file:///a\x1b\\精\x1b]8;;\x1b\\", 2],
    ["e\u0301\u0301", 1],
    ["👩\u200d🔬", 2],
    ["🇩🇪", 2],
    ["한글", 4],
    ["ｱ", 1],
    ["\u200b", 0],
  ];
  for (const [text, columns] of cases) assertEquals(columnsOf(text), columns, text);
});

Deno.test("text is cut to at most as many columns as there are, and not if it fits", async () => {
  await readyToMeasure(WIDE);
  const texts = [
    "plain text",
    "精度が上がる",
    "e\u0301e\u0301e\u0301e\u0301",
    "a精b度c",
    "👩\u200d🔬👩\u200d🔬",
  ];
  for (const text of texts) {
    for (let columns = 0; columns < 15; columns++) {
      const cut = shortened(text, columns);
      const isWhole = columnsOf(text) <= columns;
      assertEquals(columnsOf(cut) <= columns, true, `${columns}: ${cut}`);
      // One column may stay free where a wide character would not have had room.
      assertEquals(isWhole || columnsOf(cut) >= columns - 1, true, `${columns}: ${cut}`);
      assertEquals(cut === text, isWhole, `${columns}: ${cut}`);
      assertEquals(text.startsWith(cut.replace("…", "")), true);
    }
  }
});

Deno.test("text is padded to columns, not to characters, on either side", async () => {
  await readyToMeasure(WIDE);
  assertEquals(padded(WIDE, 6), "精度  ");
  assertEquals(padded(WIDE, 6, "right"), "  精度");
  assertEquals(padded(WIDE, 3), WIDE);
});

Deno.test("case 27: columns of a table stand below one another, whatever characters they hold", async () => {
  await readyToMeasure(WIDE);
  const rows = [["精度", "1", "x"], ["e\u0301", "22", "x"], ["loss", "度", "x"]];
  const lines = tableLines(rows, ["left", "right", "left"]);
  const shown = await screenOf(lines.join("\n"));
  // The emulator has an empty cell behind each wide character, which its text leaves out.
  assertEquals(shown.map((line) => columnsOf(line.slice(0, line.indexOf("x")))), [10, 10, 10]);
});
