import { assertEquals } from "@std/assert";
import { printable, printableLines } from "../../lib/cli/printable.ts";
import { shellLine, shellWord } from "../../lib/cli/shell.ts";
import { unknownName } from "../../lib/cli/unknown_name.ts";
import { reasonsLine, valueWords } from "../../lib/cli/words.ts";

const REASONS = ["a", "b", "c", "d", "e"].map((subject) => ({ kind: "missing", subject }) as const);

Deno.test("reasons stand on one line, three at most unless all are wanted", () => {
  const line = (reasons: number, all = false) => reasonsLine(REASONS.slice(0, reasons), all);
  const three = "artifact a is missing, artifact b is missing, artifact c is missing";
  assertEquals(line(0), "");
  assertEquals(line(1), "artifact a is missing");
  assertEquals(line(3), three);
  assertEquals(line(4), `${three}, 1 more`);
  assertEquals(line(5), `${three}, 2 more`);
  assertEquals(line(5, true), `${three}, artifact d is missing, artifact e is missing`);
});

Deno.test("a value is written as it would be typed, text in quotes", () => {
  assertEquals([null, 0, -0, false, "", 'a"\u001b'].map(valueWords), [
    "none",
    "0",
    "-0",
    "false",
    '""',
    '"a\\"\\u001b"',
  ]);
});

Deno.test("what could steer a terminal is replaced, lines are kept where they may be", () => {
  assertEquals(
    printable("a\tb\nc\rd\u001be\u202ef\u2066g\ud800h"),
    "a b c\uFFFDd\uFFFDe\uFFFDf\uFFFDg\uFFFDh",
  );
  assertEquals(printable("é 精 😀"), "é 精 😀");
  assertEquals(printableLines("a\r\nb\nc\td\re"), ["a", "b", "c d\uFFFDe"]);
});

Deno.test("a word for a shell is quoted only where it must be, and bytes are written out", () => {
  const table = {
    "": "''",
    "--set=a.b,c:d/e@f%g+h_i": "--set=a.b,c:d/e@f%g+h_i",
    "a b": "'a b'",
    "~": "'~'",
    "it's": "'it'\\''s'",
    "é": "'é'",
    "a\nb": "$'a\\x0ab'",
    "'\\\u202e": "$'\\'\\\\\\xe2\\x80\\xae'",
  };
  for (const [word, quoted] of Object.entries(table)) assertEquals(shellWord(word), quoted);
  assertEquals(shellLine(["a", "b c", ""]), "a 'b c' ''");
});

Deno.test("an unknown name is told with the nearest, or with twelve of those there are", () => {
  const names = Array.from({ length: 13 }, (_, i) => `stage${String.fromCharCode(97 + i)}`);
  assertEquals(unknownName("stage", "q", []), { subject: "q", message: 'Unknown stage "q"' });
  assertEquals(unknownName("stage", "q", names.slice(0, 12)), {
    subject: "q",
    message: `Unknown stage "q"; known: ${names.slice(0, 12).join(", ")}`,
  });
  assertEquals(unknownName("stage", "q", names), {
    subject: "q",
    message: `Unknown stage "q"; known: ${names.slice(0, 12).join(", ")}, …`,
  });
  assertEquals(unknownName("stage", "trian", ["fetch", "train"]).nearest, "train");
});
