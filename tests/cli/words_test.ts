import { assertEquals } from "@std/assert";
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
