/**
 * The problem of a param that no stage has.
 *
 * @module
 */
import type { UsageProblem } from "../engine/errors.ts";
import { type Node, settable } from "../engine/graph.ts";
import { unknownName } from "./unknown_name.ts";

/** Says that there is no such param, with the nearest that there is: of that stage, if it is one. */
export function unknownParam(stage: string, param: string, nodes: readonly Node[]): UsageProblem {
  const isStage = nodes.some(({ name }) => name === stage);
  const known = nodes
    .filter(({ name }) => !isStage || name === stage)
    .flatMap(({ name, stage }) => Object.keys(settable(stage)).map((param) => `${name}.${param}`));
  return unknownName("param", `${stage}.${param}`, known);
}
