/**
 * What of a run is gone at its end, although it was made: somebody removed the store, or a part of it,
 * while the run used it, or the disk under it failed.
 *
 * @module
 */
import type { Store } from "../store/store.ts";
import { failureKind } from "./errors.ts";
import type { Loss, RunResult, StageResult } from "./result.ts";

/** Does `complete`, the last step of a run; if that fails, the result says so and names what is lost. */
export function completed(result: RunResult, store: Store, complete: () => void): RunResult {
  try {
    complete();
    return result;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const loss: Loss = {
      error: { kind: failureKind(error), message, at: null, cause: null },
      stages: result.stages.filter((stage) => isLost(stage, store)).map(({ name }) => name),
    };
    const outcome = result.outcome === "ok" ? "failed" : result.outcome;
    return { ...result, outcome, loss };
  }
}

/** Whether a stage that is up to date is no longer in the store. */
function isLost(stage: StageResult, store: Store): boolean {
  if (!("outputs" in stage)) return false;
  try {
    return store.record(stage.key) === null ||
      Object.values(stage.outputs).some(({ digest, sizeBytes }) =>
        store.objectState(digest, sizeBytes) !== "present"
      );
  } catch {
    return true;
  }
}
