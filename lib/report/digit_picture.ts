/**
 * A test image as a picture: black ink on clear ground, which the style sheet turns white in the
 * dark.
 *
 * @module
 */
import { pngUrl, type Rgba } from "./png.ts";

/** Shades of ink: enough for the eye, few enough for a small file. */
const SHADES = 15;

const INK: readonly Rgba[] = Array.from(
  { length: SHADES + 1 },
  (_, shade) => [0, 0, 0, Math.round((shade / SHADES) * 255)],
);

/**
 * A `data:` URL of `pixels`, 0 (ground) to 255 (ink).
 *
 * @example
 * ```ts
 * import { digitPicture } from "./digit_picture.ts";
 * import { assert } from "@std/assert";
 *
 * const url = digitPicture(new Uint8Array([0, 255]), [1, 2]);
 * assert(url.startsWith("data:image/png;base64,"));
 * ```
 *
 * @throws {RangeError} if the shape is not that of the pixels.
 */
export function digitPicture(
  pixels: Uint8Array,
  imageShape: readonly [height: number, width: number],
): string {
  return pngUrl(imageShape, pixels.map((q) => Math.round((q / 255) * SHADES)), INK);
}
