/**
 * One run, from its first stage to its row.
 *
 * @module
 */
import type { ExecutorOptions } from "./executor_options.ts";
import { completed } from "./lost_results.ts";
import type { RunResult, StageResult } from "./result.ts";
import type { RunRow } from "./run_row.ts";

/** What a run is given beside its row. */
export type RunOptions = Omit<ExecutorOptions, "begin" | "busyWith">;

/** Settles the stages of a run and completes its row; `elapsedMs` says how long it took, at its end. */
export async function settleRun(
  row: RunRow,
  options: RunOptions,
  elapsedMs: () => number,
): Promise<RunResult> {
  const { Executor } = await import("./executor.ts");
  const executor = new Executor({
    ...options,
    begin: () => row.begin(),
    busyWith: (name) => row.busyWith(name),
  });
  const stages = await executor.settleAll();
  const result: RunResult = {
    run: row.id,
    outcome: outcomeOf(stages, options.signal),
    elapsedMs: elapsedMs(),
    finishedAt: new Date().toISOString(),
    stages,
    metrics: Object.assign({}, ...stages.map((stage) => "metrics" in stage ? stage.metrics : {})),
  };
  return completed(result, options.store, () => row.finish(result));
}

function outcomeOf(
  stages: readonly StageResult[],
  signal: AbortSignal | undefined,
): RunResult["outcome"] {
  const isComplete = stages.every(({ state }) => state !== "failed" && state !== "blocked");
  if (isComplete) return "ok";
  return signal?.aborted ? "cancelled" : "failed";
}
