/**
 * The weights of a class as a picture: blue where a bright pixel speaks for the class, orange where
 * it speaks against it, clear where it says nothing. Clear rather than white, so that zero is the
 * page's own ground in light and dark.
 *
 * @module
 */
import { pngUrl, type Rgba } from "./png.ts";

/** Steps of opacity on each side of zero. */
const LEVELS = 31;

/** Told apart with every kind of colour blindness; both stand out on white and on near-black. */
const FOR: readonly number[] = [38, 118, 200];
const AGAINST: readonly number[] = [214, 96, 24];

const PALETTE: readonly Rgba[] = Array.from({ length: 2 * LEVELS + 1 }, (_, i) => {
  const level = i - LEVELS;
  const [red, green, blue] = level < 0 ? AGAINST : FOR;
  return [red!, green!, blue!, Math.round((Math.abs(level) / LEVELS) * 255)];
});

/**
 * A `data:` URL of the picture. Weights of `limit` and more have the full colour.
 *
 * @example
 * ```ts
 * import { weightsPicture } from "./weights_picture.ts";
 * import { assert } from "@std/assert";
 *
 * const url = weightsPicture(new Float32Array([-1, 0, 0.5, 1]), [2, 2], 1);
 * assert(url.startsWith("data:image/png;base64,"));
 * ```
 *
 * @throws {RangeError} if the shape is not that of the weights.
 */
export function weightsPicture(
  weights: Float32Array,
  imageShape: readonly [height: number, width: number],
  limit: number,
): string {
  const pixels = Uint8Array.from(weights, (w) => {
    // The size is rounded, not the weight: half steps would go up on both sides of zero.
    const level = limit === 0 ? 0 : Math.min(LEVELS, Math.round((Math.abs(w) / limit) * LEVELS));
    return LEVELS + (w < 0 ? -level : level);
  });
  return pngUrl(imageShape, pixels, PALETTE);
}

/**
 * Where the colours are full: the size that one weight in a hundred exceeds, so that a few extreme
 * pixels do not make all others pale.
 *
 * @example
 * ```ts
 * import { colourLimit } from "./weights_picture.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(colourLimit(Float32Array.from({ length: 101 }, (_, i) => -i)), 99);
 * ```
 */
export function colourLimit(weights: Float32Array): number {
  const sizes = weights.map(Math.abs).sort();
  return sizes[Math.floor((sizes.length - 1) * 0.99)] ?? 0;
}
