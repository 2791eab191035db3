/**
 * One NaN. Floats have many bit patterns for it, and which of them a division gives depends on the
 * processor: without this, equal values would have other digests on other machines.
 *
 * Costs next to nothing where there is none, and nothing at all for whole numbers.
 *
 * @module
 */
import { DTYPES } from "./dtype.ts";
import type { Dtype } from "./value.ts";

/** The bits of NaN as this codec writes it: positive, quiet, nothing else set. */
const FLOAT32_NAN = 0x7fc0_0000;
const FLOAT64_NAN = 0x7ff8_0000_0000_0000n;

/**
 * Gives every NaN among the elements its one bit pattern, in place.
 *
 * @param bytes The elements of a tensor, at a multiple of an element's size in their buffer.
 *
 * @example
 * ```ts
 * import { canonicalizeNaN } from "./canonical_nan.ts";
 * import { assertEquals } from "@std/assert";
 *
 * // Minus NaN, as x86 processors give it for 0 / 0.
 * const bytes = new Uint8Array([0, 0, 0xc0, 0xff]);
 * canonicalizeNaN("float32", bytes);
 * assertEquals(bytes, new Uint8Array([0, 0, 0xc0, 0x7f]));
 * ```
 */
export function canonicalizeNaN(dtype: Dtype, bytes: Uint8Array): void {
  const view = viewOf(bytes);
  for (const at of offsetsOfNaN(dtype, bytes)) {
    // As an integer: a NaN that passes through a float may come out with other bits.
    if (dtype === "float32") view.setUint32(at, FLOAT32_NAN, true);
    else view.setBigUint64(at, FLOAT64_NAN, true);
  }
}

/**
 * The offset in `bytes` of the first NaN that `canonicalizeNaN` would change; -1 if there is none.
 *
 * @param bytes The elements of a tensor, anywhere in their buffer.
 */
export function offsetOfOddNaN(dtype: Dtype, bytes: Uint8Array): number {
  const view = viewOf(bytes);
  for (const at of offsetsOfNaN(dtype, bytes)) {
    const isCanonical = dtype === "float32"
      ? view.getUint32(at, true) === FLOAT32_NAN
      : view.getBigUint64(at, true) === FLOAT64_NAN;
    if (!isCanonical) return at;
  }
  return -1;
}

/** Where NaN stands among elements; nowhere among whole numbers. */
function* offsetsOfNaN(dtype: Dtype, bytes: Uint8Array): Generator<number> {
  if (dtype !== "float32" && dtype !== "float64") return;
  const { array: Floats, itemBytes } = DTYPES[dtype];
  const aligned = bytes.byteOffset % itemBytes === 0 ? bytes : bytes.slice();
  const floats = new Floats(aligned.buffer, aligned.byteOffset, aligned.byteLength / itemBytes);
  // Most tensors have none, and this is the fastest way to find that out.
  if (!floats.includes(NaN)) return;
  for (let i = 0; i < floats.length; i++) if (Number.isNaN(floats[i])) yield i * itemBytes;
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
