/**
 * The weights of a class as a picture, in the colours of `signed_colour.ts`.
 *
 * @module
 */
import { pngUrl, type Rgba } from "./png.ts";
import { levelOf, LEVELS, NEVER_LIT, signedColour } from "./signed_colour.ts";

const PALETTE: readonly Rgba[] = [
  ...Array.from({ length: 2 * LEVELS + 1 }, (_, i) => signedColour(i - LEVELS, LEVELS)),
  NEVER_LIT,
];

/**
 * A `data:` URL of the picture. Weights of `limit` and more have the full colour.
 *
 * @param lit 0 for pixels that are never lit, which are masked; 1 for the others
 *
 * @example
 * ```ts
 * import { weightsPicture } from "./weights_picture.ts";
 * import { assert } from "@std/assert";
 *
 * const url = weightsPicture(new Float32Array([-1, 0, 0.5, 1]), [2, 2], 1, [1, 1, 1, 0]);
 * assert(url.startsWith("data:image/png;base64,"));
 * ```
 *
 * @throws {RangeError} if the shape is not that of the weights.
 */
export function weightsPicture(
  weights: Float32Array,
  imageShape: readonly [height: number, width: number],
  limit: number,
  lit: ArrayLike<number>,
): string {
  const masked = PALETTE.length - 1;
  const pixels = Uint8Array.from(
    weights,
    (w, d) => lit[d] === 0 ? masked : LEVELS + levelOf(w, limit),
  );
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
