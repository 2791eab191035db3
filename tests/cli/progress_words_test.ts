import { assertEquals } from "@std/assert";
import { progressLine, progressWords, shareOf } from "../../lib/cli/progress_words.ts";

Deno.test("progress says what is done of what, bytes as sizes, with its note if it has one", () => {
  const common = { done: 1_500, total: 3_000 };
  assertEquals(progressWords({ ...common, unit: "byte" }), "1.5 kB of 3.0 kB");
  assertEquals(progressWords({ ...common, unit: "st\u001bep" }), "st\uFFFDep 1500 of 3000");
  assertEquals(progressWords({ ...common, unit: "step", note: "" }), "step 1500 of 3000");
  assertEquals(
    progressWords({ ...common, unit: "step", note: "a\u001bb" }),
    "step 1500 of 3000, a\uFFFDb",
  );
});

Deno.test("the share of the work is from 0 to 1, whatever a stage reports", () => {
  const table = [[1, 4, 0.25], [4, 4, 1], [5, 4, 1], [-1, 4, 0], [0, 0, 0], [3, 0, 0], [1, -2, 0]];
  for (const [done = 0, total = 0, share = 0] of table) {
    assertEquals(shareOf({ done, total, unit: "step" }), share, `${done} of ${total}`);
  }
});

Deno.test("a bar takes the room that the words leave, from 5 to 24 columns", () => {
  const progress = { done: 1, total: 2, unit: "step" };
  const words = " 50 %  step 1 of 2";
  const room = (columns: number) => words.length + 1 + columns;
  assertEquals(progressLine(progress, null, room(4)), words);
  assertEquals(progressLine(progress, null, room(5)), `██░░░ ${words}`);
  assertEquals(
    progressLine(progress, null, room(24)),
    `${"█".repeat(12)}${"░".repeat(12)} ${words}`,
  );
  assertEquals(
    progressLine(progress, null, room(25)),
    `${"█".repeat(12)}${"░".repeat(12)} ${words}`,
  );
  assertEquals(progressLine(progress, null, words.length), words);
  assertEquals(progressLine(progress, null, words.length - 1), `${words.slice(0, -2)}…`);
});

Deno.test("a percentage is never rounded up, and the time left stands last where it is known", () => {
  const line = (done: number, leftMs: number | null) =>
    progressLine({ done, total: 1_000, unit: "step" }, leftMs, 40);
  assertEquals(line(0, null), "░".repeat(18) + "   0 %  step 0 of 1000");
  assertEquals(line(999, 0), "████░  99 %  step 999 of 1000, 0 ms left");
  assertEquals(line(1_000, null), "█".repeat(15) + " 100 %  step 1000 of 1000");
});
