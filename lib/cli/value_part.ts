/**
 * Parts of an artifact's value: a field by its name, one example by its index.
 *
 * @module
 */
import { looksLikeTensor } from "../codec/tensor_extension.ts";
import type { Tensor, Value } from "../codec/value.ts";

/** Named values. */
export type Fields = { readonly [key: string]: Value };

/** Whether a value is a tensor. */
export function isTensor(value: Value): value is Tensor {
  return typeof value === "object" && value !== null && looksLikeTensor(value);
}

/** Whether a value is a list. */
export function isList(value: Value): value is readonly Value[] {
  return Array.isArray(value);
}

/** Whether a value is a map from names to values. */
export function isFields(value: Value): value is Fields {
  return typeof value === "object" && value !== null && !isList(value) && !isTensor(value) &&
    !(value instanceof Uint8Array);
}

/**
 * The part of `value` that `path` leads to, by names in maps and indices in lists; `undefined` where
 * there is none.
 *
 * @example
 * ```ts
 * import { partOf } from "./value_part.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const value = { epochs: [{ loss: 0.5 }, { loss: 0.25 }] };
 * assertEquals(partOf(value, ["epochs", "1", "loss"]), 0.25);
 * assertEquals(partOf(value, ["epoch"]), undefined);
 * ```
 */
export function partOf(value: Value, path: readonly string[]): Value | undefined {
  let part: Value | undefined = value;
  for (const name of path) {
    if (part === undefined || !(isList(part) || isFields(part))) return undefined;
    part = Object.hasOwn(part, name) ? (part as Fields)[name] : undefined;
  }
  return part;
}

/**
 * The longest first axis among the tensors of `value`: how many examples `exampleOf` can choose
 * from. 0 without such tensors.
 */
export function exampleCount(value: Value): number {
  if (isTensor(value)) return value.shape[0] ?? 0;
  if (!isList(value) && !isFields(value)) return 0;
  return Object.values(value).map(exampleCount).reduce((most, n) => Math.max(most, n), 0);
}

/**
 * `value` with each tensor replaced by its part at `index` of the first axis. Tensors that are
 * shorter stay as they are.
 *
 * @example
 * ```ts
 * import { exampleOf } from "./value_part.ts";
 * import { tensor } from "../codec/value.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const images = tensor("uint8", [2, 3], new Uint8Array([1, 2, 3, 4, 5, 6]));
 * const second = tensor("uint8", [3], new Uint8Array([4, 5, 6]));
 * assertEquals(exampleOf({ images }, 1), { images: second });
 * ```
 */
export function exampleOf(value: Value, index: number): Value {
  if (isTensor(value)) return sliceOf(value, index);
  if (isList(value)) return value.map((part) => exampleOf(part, index));
  if (!isFields(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([k, part]) => [k, exampleOf(part, index)]));
}

function sliceOf(tensor: Tensor, index: number): Tensor {
  const [length = 0, ...shape] = tensor.shape;
  if (index >= length) return tensor;
  const size = tensor.data.length / length;
  // Spreading forgets that dtype and data belong together; subarray() keeps the type of the array.
  return {
    ...tensor,
    shape,
    data: tensor.data.subarray(index * size, (index + 1) * size),
  } as Tensor;
}
