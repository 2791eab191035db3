/**
 * The problem of a name that nothing known has, of params too.
 *
 * @module
 */
import type { UsageProblem } from "../engine/errors.ts";
import { type Node, settable } from "../engine/graph.ts";
import { nearest } from "../engine/nearest.ts";

/** Names listed in a message, at most. */
const LISTED = 12;

/**
 * Says that `name` is no `what`, with the nearest known name, or the known names where none is near.
 *
 * @example
 * ```ts
 * import { unknownName } from "./unknown_name.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(unknownName("stage", "trian", ["fetch", "train"]), {
 *   subject: "trian",
 *   message: 'Unknown stage "trian"',
 *   nearest: "train",
 * });
 * ```
 */
export function unknownName(what: string, name: string, known: readonly string[]): UsageProblem {
  const near = nearest(name, known);
  const message = `Unknown ${what} ${JSON.stringify(name)}`;
  if (near !== undefined) return { subject: name, message, nearest: near };
  const listed = known.slice(0, LISTED).join(", ") + (known.length > LISTED ? ", …" : "");
  return { subject: name, message: known.length === 0 ? message : `${message}; known: ${listed}` };
}

/** Says that there is no such param, with the nearest that there is: of that stage, if it is one. */
export function unknownParam(stage: string, param: string, nodes: readonly Node[]): UsageProblem {
  const isStage = nodes.some(({ name }) => name === stage);
  const known = nodes
    .filter(({ name }) => !isStage || name === stage)
    .flatMap(({ name, stage }) => Object.keys(settable(stage)).map((param) => `${name}.${param}`));
  return unknownName("param", `${stage}.${param}`, known);
}
