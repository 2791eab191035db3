import { assertEquals } from "@std/assert";
import type { RunEvent } from "../../lib/engine/result.ts";
import type { SweepEvent } from "../../lib/engine/engine.ts";
import { isStoppedRun } from "../../lib/cli/sweep_view.ts";
import { SWEPT } from "./sample_sweep.ts";

Deno.test("only runs that did not succeed are left untold once a sweep was told to stop", () => {
  const run = SWEPT.runs[1]!;
  const finished = (outcome: typeof run.outcome): SweepEvent => ({
    type: "run-finished",
    place: 0,
    run: { ...run, outcome },
  });
  assertEquals(isStoppedRun(finished("ok")), false);
  assertEquals(isStoppedRun(finished("failed")), true);
  assertEquals(isStoppedRun(finished("cancelled")), true);
  assertEquals(isStoppedRun({ type: "warning", message: "odd" }), false);
  const event: RunEvent = { type: "stage-log", stage: "total", line: "one" };
  assertEquals(isStoppedRun({ type: "run-event", place: 0, event }), false);
});
