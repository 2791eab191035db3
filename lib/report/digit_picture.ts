/**
 * Draws a test image as black ink on white; the style sheet inverts it in the dark theme.
 *
 * @module
 */
import { greyPngUrl, type PngShape, WHITE } from "./png.ts";

/**
 * A `data:` URL of the picture.
 *
 * @param pixels from 0 (background) to 255 (ink)
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
 * @throws {RangeError} if the shape does not match the pixels.
 */
export function digitPicture(pixels: Uint8Array, imageShape: PngShape): string {
  return greyPngUrl(imageShape, pixels.map((q) => WHITE - Math.round((q / 255) * WHITE)));
}
