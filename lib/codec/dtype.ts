/**
 * The element types of tensors: their numbers in a document, their sizes, their typed arrays.
 *
 * @module
 */
import type { Dtype, Tensor, TypedArrayOf } from "./value.ts";

/** What the codec knows of an element type. */
export interface DtypeFacts<D extends Dtype> {
  /** What stands for it in a document. Never to be given another meaning. */
  readonly code: number;
  /** Size of an element. */
  readonly itemBytes: number;
  /** The typed array that holds elements. */
  readonly array: new (
    buffer: ArrayBufferLike,
    byteOffset: number,
    length: number,
  ) => TypedArrayOf[D];
}

/** Facts of each element type, by its name. */
export const DTYPES: { readonly [D in Dtype]: DtypeFacts<D> } = {
  uint8: { code: 1, itemBytes: 1, array: Uint8Array },
  int8: { code: 2, itemBytes: 1, array: Int8Array },
  uint16: { code: 3, itemBytes: 2, array: Uint16Array },
  int16: { code: 4, itemBytes: 2, array: Int16Array },
  uint32: { code: 5, itemBytes: 4, array: Uint32Array },
  int32: { code: 6, itemBytes: 4, array: Int32Array },
  float32: { code: 7, itemBytes: 4, array: Float32Array },
  float64: { code: 8, itemBytes: 8, array: Float64Array },
};

/** Whether there is an element type of this name. */
export function isDtype(name: unknown): name is Dtype {
  return typeof name === "string" && Object.hasOwn(DTYPES, name);
}

/** The element type of this number, if there is one. */
export function dtypeOf(code: number): Dtype | undefined {
  return Object.keys(DTYPES).filter(isDtype).find((name) => DTYPES[name].code === code);
}

/**
 * A tensor on top of bytes of a document, without a copy where their place in memory is a multiple
 * of the size of an element, else on a copy.
 */
export function tensorOn<D extends Dtype>(
  dtype: D,
  shape: readonly number[],
  bytes: Uint8Array,
): Tensor<D> {
  const { array: TypedArray, itemBytes } = DTYPES[dtype];
  const aligned = bytes.byteOffset % itemBytes === 0 ? bytes : bytes.slice();
  const length = aligned.byteLength / itemBytes;
  return { dtype, shape, data: new TypedArray(aligned.buffer, aligned.byteOffset, length) };
}
