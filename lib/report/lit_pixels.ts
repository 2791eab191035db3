/**
 * Which pixels are ever lit: where no image has ink, a weight was never put to the test.
 *
 * @module
 */

/**
 * 1 for each of `size` pixels that is above 0 in at least one of `images`, 0 for the others.
 *
 * @param images (N, size)
 *
 * @example
 * ```ts
 * import { litPixels } from "./lit_pixels.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(litPixels(Uint8Array.of(0, 9, 0, 0, 7, 0), 3), Uint8Array.of(0, 1, 0));
 * ```
 */
export function litPixels(images: Uint8Array, size: number): Uint8Array<ArrayBuffer> {
  const lit = new Uint8Array(size);
  for (let start = 0; start < images.length; start += size) {
    for (let d = 0; d < size; d++) if (images[start + d] !== 0) lit[d] = 1;
  }
  return lit;
}
