/**
 * Which execution of a stage a command line means: that of `--run`, or what fits its params now.
 *
 * @module
 */
import type { StageChoice } from "../engine/chosen_stage.ts";
import type { Session } from "./command.ts";
import { valueOf } from "./given.ts";

/** The choice of `stage` that the flags make. */
export function stageChoice({ given, request }: Session, stage: string): StageChoice {
  const run = valueOf(given, "run");
  return { stage, params: request.params ?? {}, ...(run === undefined ? {} : { run }) };
}
