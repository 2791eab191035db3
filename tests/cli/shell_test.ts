import { assertEquals } from "@std/assert";
import { shellLine, shellWord } from "../../lib/cli/shell.ts";

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
