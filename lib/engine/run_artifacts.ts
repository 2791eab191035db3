/**
 * Artifacts of a past run. Refuses what that run did not make, or what is no longer kept, and says
 * which of the two it is.
 *
 * @module
 */
import { type Asked, chosenStage, goneStage } from "./chosen_stage.ts";
import { UsageError } from "./errors.ts";
import type { Edge } from "./graph.ts";
import type { ArtifactInfo } from "./result.ts";

/**
 * The artifact that `edge` carried in the run that `run` refers to.
 *
 * @throws {UsageError} if there is no such run, it did not make the artifact, or what it made is no
 * longer known.
 *
 * @example
 * ```ts
 * import { artifactOfRun } from "./run_artifacts.ts";
 * import { definePipeline } from "./graph.ts";
 * import { openEngine } from "./open.ts";
 * import { assertRejects } from "@std/assert";
 *
 * const root = await Deno.makeTempDir();
 * using engine = openEngine({ pipeline: definePipeline([]), root });
 * const edge = { node: "train", output: "model" };
 * await assertRejects(() => artifactOfRun(engine, "latest", edge), Error, "There is no run");
 * ```
 */
export async function artifactOfRun(
  engine: Asked,
  run: string,
  { node, output }: Edge<unknown>,
): Promise<ArtifactInfo> {
  const chosen = await chosenStage(engine, { stage: node, run });
  if (chosen.from === "run" && chosen.stage.state === "failed") {
    const { id } = chosen.run;
    const message = `Stage "${node}" failed in run ${id}, so that it has no ${node}.${output}; ` +
      `"log ${node} --run ${id}" says why`;
    throw new UsageError([{ subject: node, message }]);
  }
  const key = chosen.keys.get(node);
  const record = key === undefined ? null : await engine.recorded(key);
  const artifact = record?.outputs[output];
  if (artifact === undefined) throw goneStage(node, run);
  return artifact;
}
