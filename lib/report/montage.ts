/**
 * Combines several images into one, row by row.
 *
 * @module
 */

/** An image and its size. */
export interface Montage {
  readonly pixels: Uint8Array;
  readonly shape: readonly [height: number, width: number];
}

/**
 * Combines images in rows of `columns` images. The rest of the last row stays dark.
 *
 * @param images at least one, all of `shape`
 *
 * @example
 * ```ts
 * import { montage } from "./montage.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const images = [1, 2, 3].map((q) => Uint8Array.of(q));
 * assertEquals(montage(images, [1, 1], 2).pixels, Uint8Array.of(1, 2, 3, 0));
 * ```
 */
export function montage(
  images: readonly Uint8Array[],
  [height, width]: readonly [height: number, width: number],
  columns: number,
): Montage {
  const across = Math.min(columns, images.length) * width;
  const down = Math.ceil(images.length / columns) * height;
  const pixels = new Uint8Array(across * down);
  images.forEach((image, i) => {
    const left = (i % columns) * width;
    const top = Math.floor(i / columns) * height;
    for (let y = 0; y < height; y++) {
      pixels.set(image.subarray(y * width, (y + 1) * width), (top + y) * across + left);
    }
  });
  return { pixels, shape: [down, across] };
}
