/**
 * A sweep of the sample program, as an engine would give it.
 *
 * @module
 */
import type { SweepResult, SweptRun } from "../../lib/engine/engine.ts";
import { blocked, done, failed, resultOf } from "./sample_program.ts";

const ERROR = { kind: "stage", message: "no sum\nof these", at: null, cause: null } as const;
const SWEEP = "20261018T080000-5c8448";

function ran(place: number, factor: number, loss: number): SweptRun {
  const run = `${SWEEP}-${place}`;
  const result = resultOf([done("source", "hit"), done("total", "ran", 1_200)]);
  const metrics = { "total.sum": 12, "total.loss": loss };
  return { ...result, metrics, run, foundIn: run, params: { source: { factor, count: 3 } } };
}

/** One combination that was found done, two that were executed and one that failed; the third is the best. */
export const SWEPT: SweepResult = {
  sweep: SWEEP,
  outcome: "failed",
  elapsedMs: 5_432,
  finishedAt: "2026-10-18T08:00:05.432Z",
  runs: [
    {
      ...ran(1, 0.1, 0.5),
      ...resultOf([done("source", "hit"), done("total", "hit")]),
      metrics: { "total.sum": 12, "total.loss": 0.5 },
      run: null,
      foundIn: "r1",
    },
    ran(2, 0.2, 0.31234567),
    ran(3, 0.3, 0.3),
    {
      ...resultOf([failed("source", ERROR), blocked("total", "source")]),
      metrics: {},
      run: `${SWEEP}-4`,
      foundIn: `${SWEEP}-4`,
      params: { source: { factor: 0.4, count: 3 } },
    },
  ],
  best: 2,
};
