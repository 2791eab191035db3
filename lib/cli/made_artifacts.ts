/**
 * Finds artifacts that a command wants to look at.
 *
 * @module
 */
import type { Engine, Request } from "../engine/engine.ts";
import { UsageError } from "../engine/errors.ts";
import type { Artifacts } from "../engine/result.ts";

/**
 * The artifacts that `stage` has for these params.
 *
 * @throws {UsageError} if they have yet to be made.
 */
export async function madeArtifacts(
  engine: Engine,
  request: Request,
  stage: string,
): Promise<Artifacts> {
  const { stages } = await engine.plan({ ...request, until: stage });
  const plan = stages.find(({ name }) => name === stage);
  if (plan?.action === "fresh") return plan.outputs;
  throw new UsageError([{
    subject: stage,
    message: `Stage "${stage}" has no artifacts for these params, code and inputs yet; ` +
      `make them with "run --until ${stage}", "why ${stage}" says what is new`,
  }]);
}
