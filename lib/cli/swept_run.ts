/**
 * What people want to know of a run of a sweep.
 *
 * @module
 */
import type { SweptRun } from "../engine/engine.ts";
import type { StageError } from "../engine/errors.ts";

/** What went wrong first; `null` if nothing did, or the run was stopped. */
export function errorOf({ stages, outcome, loss }: SweptRun): StageError | null {
  if (outcome === "cancelled") return null;
  const failed = stages.find(({ state }) => state === "failed");
  return failed !== undefined && "error" in failed ? failed.error : loss?.error ?? null;
}

/** The time that its last stage took when it was executed, in this run or before. */
export function timeOf({ stages }: SweptRun): number | null {
  const last = stages.at(-1);
  if (last === undefined || last.state === "blocked" || last.state === "failed") return null;
  return last.state === "ran" ? last.elapsedMs : last.origin.elapsedMs;
}
