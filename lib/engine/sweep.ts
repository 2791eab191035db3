/**
 * What a sweep tells: a run for each combination of values.
 *
 * @module
 */
import type { ParamOverrides, ParamValue } from "./params.ts";
import type { RunEvent, RunResult } from "./result.ts";

/** Values to try, by stage and param. */
export type Grid = {
  readonly [stage: string]: { readonly [param: string]: readonly ParamValue[] };
};

/** The run of one combination. One that was stopped before it began has no stages. */
export interface SweptRun extends RunResult {
  /** The values of the swept params. */
  readonly params: ParamOverrides;
  /**
   * The run in which to find it: its own, or where nothing was executed the one that made it before;
   * `null` if there is none, or it is no longer kept.
   */
  readonly foundIn: string | null;
}

/** What a sweep did. */
export interface SweepResult {
  /** Id of the sweep, which the ids of its runs begin with; `null` if nothing was executed. */
  readonly sweep: string | null;
  /** `failed` if a combination did; `cancelled` if it was stopped. */
  readonly outcome: RunResult["outcome"];
  readonly elapsedMs: number;
  /** ISO 8601, UTC. */
  readonly finishedAt: string;
  /** In the order of the grid. */
  readonly runs: readonly SweptRun[];
  /** Place in `runs` of the best by the metric; `null` without one, or if no run gave it. */
  readonly best: number | null;
}

/** What happens during a sweep, in order. `place` is a combination's in the grid, from 0. */
export type SweepEvent =
  | { readonly type: "sweep-started"; readonly combinations: readonly ParamOverrides[] }
  | { readonly type: "run-event"; readonly place: number; readonly event: RunEvent }
  | { readonly type: "run-finished"; readonly place: number; readonly run: SweptRun }
  | { readonly type: "warning"; readonly message: string };
