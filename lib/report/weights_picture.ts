/**
 * Draws the weights of a class in the colours of `signed_colour.ts`.
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
 * A `data:` URL of the picture. Weights of size `limit` and more have the full colour.
 *
 * @param lit 0 for pixels that are never lit, which are drawn in grey; 1 for the others
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
 * @throws {RangeError} if the shape does not match the weights.
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
 * The size at which weights have the full colour: one weight in a hundred exceeds it, so that a few extreme
 * weights do not make all others pale.
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
