/**
 * Artifacts of a past run. Refuses what that run did not make, or what is no longer kept, and says
 * which of the two it is.
 *
 * @module
 */
import { UsageError } from "./errors.ts";
import type { Edge } from "./graph.ts";
import type { PastRun, PastStage } from "./past_run.ts";
import type { PastRuns } from "./past_runs.ts";
import type { ArtifactInfo } from "./result.ts";

/**
 * The artifact that `edge` carried in `run`.
 *
 * @throws {UsageError} if the run did not get there, or its artifacts are no longer known.
 */
export async function artifactOfRun(
  engine: Pick<PastRuns, "recorded">,
  run: PastRun,
  { node, output }: Edge<unknown>,
): Promise<ArtifactInfo> {
  const stage = run.stages.find(({ name }) => name === node);
  const key = stage?.key ?? null;
  const record = key === null ? null : await engine.recorded(key);
  const artifact = record?.outputs[output];
  if (artifact !== undefined) return artifact;
  const why = stage === undefined
    ? `it did not get to stage "${node}"`
    : stateWords(stage) ?? "gc removed it, or its record is damaged";
  throw new UsageError([{
    subject: run.name ?? run.id,
    message: `Run ${run.name ?? run.id} has no ${node}.${output}: ${why}; ` +
      '"runs" lists those that have finished',
  }]);
}

/** Why a stage has no artifacts; `null` if it made some. */
function stateWords({ name, state }: PastStage): string | null {
  switch (state) {
    case "failed":
      return `stage "${name}" failed`;
    case "blocked":
      return `stage "${name}" was not executed, as another one had failed`;
    case "died":
      return `its process ended while it executed stage "${name}"`;
    case "hit":
    case "ran":
    case "cut-off":
      return null;
    default:
      return state satisfies never;
  }
}
