import { assertEquals } from "@std/assert";
import { printable, printableLines } from "../../lib/cli/printable.ts";

Deno.test("what could steer a terminal is replaced, lines are kept where they may be", () => {
  assertEquals(
    printable("a\tb\nc\rd\u001be\u202ef\u2066g\ud800h"),
    "a b c\uFFFDd\uFFFDe\uFFFDf\uFFFDg\uFFFDh",
  );
  assertEquals(printable("é 精 😀"), "é 精 😀");
  assertEquals(printableLines("a\r\nb\nc\td\re"), ["a", "b", "c d\uFFFDe"]);
});
