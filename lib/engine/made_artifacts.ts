/**
 * Finds artifacts that somebody wants to look at.
 *
 * @module
 */
import type { Engine, Request } from "./engine.ts";
import { UsageError } from "./errors.ts";
import type { Edge } from "./graph.ts";
import type { ArtifactInfo, Artifacts, Plan } from "./result.ts";

/**
 * The artifacts that `stage` has for these params.
 *
 * @throws {UsageError} if they have yet to be made.
 */
export async function madeArtifacts(
  engine: Pick<Engine, "plan">,
  request: Request,
  stage: string,
): Promise<Artifacts> {
  return artifactsIn(await engine.plan({ ...request, until: stage }), stage);
}

/** The artifact that an edge carries for these params. Throws as {@linkcode madeArtifacts} does. */
export async function madeArtifact(
  engine: Pick<Engine, "plan">,
  request: Request,
  edge: Edge<unknown>,
): Promise<ArtifactInfo> {
  return artifactIn(await engine.plan({ ...request, until: edge.node }), edge);
}

/**
 * The artifact that an edge carries according to `plan`.
 *
 * @throws {UsageError} if the plan knows no such stage or output, or would have to make it.
 */
export function artifactIn(plan: Plan, { node, output }: Edge<unknown>): ArtifactInfo {
  const artifact = artifactsIn(plan, node)[output];
  if (artifact !== undefined) return artifact;
  throw new UsageError([{ subject: node, message: `Stage "${node}" has no output "${output}"` }]);
}

function artifactsIn({ stages }: Plan, stage: string): Artifacts {
  const plan = stages.find(({ name }) => name === stage);
  if (plan?.action === "fresh") return plan.outputs;
  const message = plan === undefined
    ? `There is no stage "${stage}"`
    : `Stage "${stage}" has no artifacts for these params, code and inputs yet; ` +
      `"run --until ${stage}" with the same params makes them, "why ${stage}" says what is new`;
  throw new UsageError([{ subject: stage, message }]);
}
