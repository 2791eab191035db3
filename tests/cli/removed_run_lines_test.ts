import { assertEquals } from "@std/assert";
import type { RemovedRun } from "../../lib/engine/engine.ts";
import { removedRunLines } from "../../lib/cli/removed_run_lines.ts";
import { digestFor } from "./sample_program.ts";

/** A run that is removed with some artifacts of a kilobyte each. */
function removed(id: string, artifacts: number): RemovedRun {
  return {
    id,
    startedAt: "2026-10-17T12:00:09.120Z",
    pipeline: null,
    records: 1,
    artifacts: Array.from({ length: artifacts }, (_, i) => ({
      stage: "s",
      output: `o${i}`,
      digest: digestFor(`o${i}`),
      sizeBytes: 1_000,
    })),
    objectBytes: 1_000 * artifacts,
  };
}

Deno.test("a run that is removed names what goes with it, four artifacts at most", () => {
  const line = (artifacts: number) => removedRunLines([removed("r1", artifacts)]);
  const start = "  r1  2026-10-17 12:00:09 UTC  ";
  assertEquals(line(0), [`${start}and no artifact: others need what it used`]);
  assertEquals(line(1), [`${start}with 1.0 kB: s.o0`]);
  assertEquals(line(4), [`${start}with 4.0 kB: s.o0, s.o1, s.o2, s.o3`]);
  assertEquals(line(6), [`${start}with 6.0 kB: s.o0, s.o1, s.o2, s.o3, 2 more`]);
});

Deno.test("twenty runs are listed, older ones are counted", () => {
  const lines = (runs: number) =>
    removedRunLines(Array.from({ length: runs }, (_, i) => removed(`r${i}`, 0)));
  assertEquals(lines(0), []);
  assertEquals(lines(20).map((line) => line.slice(2, 5).trim()).at(-1), "r19");
  assertEquals(lines(20).length, 20);
  assertEquals([lines(21).length, lines(21).at(-1)], [21, "  and 1 older run; --json lists all"]);
  assertEquals(lines(23).at(-1), "  and 3 older runs; --json lists all");
});
