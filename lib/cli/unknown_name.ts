/**
 * The problem of a name that nothing known has.
 *
 * @module
 */
import type { UsageProblem } from "../engine/errors.ts";
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
