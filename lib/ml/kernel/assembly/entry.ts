/**
 * An entry describes one pixel that is not black, in a u32. Its upper half is the upper half of the
 * pixel's value as an f32, whose lower half is 0, since integers up to 255 have 8 significant bits. So
 * one mask turns four entries into four values. The lower half of an entry is the offset of the pixel's
 * row of parameters, in vectors of 16 bytes.
 *
 * @module
 */

const VALUE_MASK: u32 = 0xffff0000;
/** An offset in bytes: its 16 bits in vectors, shifted left by 4. */
const OFFSET_MASK: u64 = 0xffff0;

/** The entry of a pixel of value `q`. A black pixel in row 0 has the entry 0. */
export function entryOf(q: u32, rowInVectors: u32): u32 {
  return reinterpret<u32>(<f32>q) | rowInVectors;
}

/** The values of four entries. */
export function pixelsOf(entries: v128): v128 {
  return v128.and(entries, i32x4.splat(VALUE_MASK));
}

/** The value of the entry in the lower half of a u64, copied to all lanes. */
export function pixelOf(entry: u64): v128 {
  return i32x4.splat(<u32>entry & VALUE_MASK);
}

/** Byte offset in a matrix of the row of the first of two entries in a u64. */
export function firstRow(two: u64): usize {
  return <usize>((two << 4) & OFFSET_MASK);
}

/** Byte offset in a matrix of the row of the second of two entries in a u64. */
export function secondRow(two: u64): usize {
  return <usize>((two >> 28) & OFFSET_MASK);
}
