/**
 * Where tensors are in a value.
 *
 * @module
 */
import type { Value } from "../codec/value.ts";
import { isFields, isTensor } from "./value_part.ts";

/** Tensors that are named, at most. */
const NAMED = 12;

/**
 * The paths of tensors in maps, such as `weights` or `layers.bias`; lists are not looked into.
 *
 * @example
 * ```ts
 * import { tensorsOf } from "./tensors_of.ts";
 * import { tensor } from "../codec/value.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const bias = tensor("float32", [1], new Float32Array([0.5]));
 * assertEquals(tensorsOf({ layer: { bias }, epochs: 3 }), ["layer.bias"]);
 * ```
 */
export function tensorsOf(value: Value): string[] {
  if (!isFields(value)) return [];
  return Object.entries(value).flatMap(([name, part]) =>
    isTensor(part) ? [name] : tensorsOf(part).map((path) => `${name}.${path}`)
  ).slice(0, NAMED);
}
