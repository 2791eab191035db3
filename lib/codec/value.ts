/**
 * What an artifact may hold: JSON's values, byte strings, and tensors. Nothing else, because nothing
 * else comes back from a file as it went in.
 *
 * @module
 */

/** Element types of a tensor, with the typed array that holds each. */
export interface TypedArrayOf {
  readonly uint8: Uint8Array;
  readonly int8: Int8Array;
  readonly uint16: Uint16Array;
  readonly int16: Int16Array;
  readonly uint32: Uint32Array;
  readonly int32: Int32Array;
  readonly float32: Float32Array;
  readonly float64: Float64Array;
}

/** Name of a tensor's element type. */
export type Dtype = keyof TypedArrayOf;

/**
 * A dense array of numbers in row-major order. `data.length` is the product of `shape`; an empty
 * shape is a scalar. `Tensor<"uint8">` holds `Uint8Array`, and so on; `Tensor` is any of them.
 */
export type Tensor<D extends Dtype = Dtype> = {
  readonly [T in D]: {
    readonly dtype: T;
    readonly shape: readonly number[];
    readonly data: TypedArrayOf[T];
  };
}[D];

/** A value that an artifact may hold. Declare artifact types with `type`, not `interface`. */
export type Value =
  | null
  | boolean
  | number
  | string
  | Uint8Array
  | Tensor
  | readonly Value[]
  | { readonly [key: string]: Value };

/**
 * A tensor of `shape` on top of `data`, without a copy.
 *
 * @example Two rows of three
 * ```ts
 * import { tensor } from "./value.ts";
 * import { assertEquals, assertThrows } from "@std/assert";
 *
 * const t = tensor("float32", [2, 3], new Float32Array(6));
 * assertEquals(t.shape, [2, 3]);
 * assertThrows(() => tensor("uint8", [2, 3], new Uint8Array(5)), RangeError);
 * ```
 *
 * @throws {RangeError} if `shape` is not made of whole numbers from 0 up, or its product is not
 * `data.length`.
 */
export function tensor<D extends Dtype>(
  dtype: D,
  shape: readonly number[],
  data: TypedArrayOf[D],
): { readonly dtype: D; readonly shape: readonly number[]; readonly data: TypedArrayOf[D] } {
  if (!shape.every((n) => Number.isSafeInteger(n) && n >= 0)) {
    throw new RangeError(`Cannot make a tensor: shape [${shape}] is not made of whole numbers`);
  }
  const size = shape.reduce((product, n) => product * n, 1);
  if (size !== data.length) {
    throw new RangeError(
      `Cannot make a tensor: shape [${shape}] needs ${size} elements, data has ${data.length}`,
    );
  }
  return { dtype, shape, data };
}
