/**
 * An entry: what is known of one pixel that is not black, in a u32. Its upper half is the upper half of
 * the pixel's value as an f32, whose lower half is 0: integers up to 255 have 8 significant bits. So a
 * value is had by taking the rest away, for four entries at once. The lower half of an entry is the
 * place of the pixel's row of parameters, in vectors.
 *
 * @module
 */

const VALUE: u32 = 0xffff0000;
/** A place in bytes: 16 bits of it, four to the left. */
const PLACE: u64 = 0xffff0;

/** The entry of a pixel of value `q`; of a black one in row 0 it is 0. */
export function entryOf(q: u32, rowInVectors: u32): u32 {
  return reinterpret<u32>(<f32>q) | rowInVectors;
}

/** The values of four entries. */
export function pixelsOf(entries: v128): v128 {
  return v128.and(entries, i32x4.splat(VALUE));
}

/** The value of the entry in the lower half of a u64, in all lanes. */
export function pixelOf(entry: u64): v128 {
  return i32x4.splat(<u32>entry & VALUE);
}

/** Of two entries in a u64: the place of the first one's row in a matrix, in bytes. */
export function firstRow(two: u64): usize {
  return <usize>((two << 4) & PLACE);
}

/** Of two entries in a u64: the place of the second one's row in a matrix, in bytes. */
export function secondRow(two: u64): usize {
  return <usize>((two >> 28) & PLACE);
}
