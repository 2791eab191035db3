/**
 * A test image as a picture: black ink on white ground, which the style sheet inverts in the dark.
 *
 * @module
 */
import { greyPngUrl, type PngShape, WHITE } from "./png.ts";

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
export function digitPicture(pixels: Uint8Array, imageShape: PngShape): string {
  return greyPngUrl(imageShape, pixels.map((q) => WHITE - Math.round((q / 255) * WHITE)));
}
