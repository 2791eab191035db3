/**
 * Encodes small pictures as PNG in a `data:` URL: in sixteen greys, or with a palette with transparency. It
 * refuses palettes of more than 256 colours and pictures without pixels.
 *
 * @module
 */
import { zlibSync } from "fflate";
import { toBase64 } from "./base64.ts";

/** Red, green, blue and opacity, each 0 to 255. */
export type Rgba = readonly [red: number, green: number, blue: number, alpha: number];

/** Rows and columns of pixels. */
export type PngShape = readonly [height: number, width: number];

/** The lightest of the sixteen greys; 0 is black. */
export const WHITE = 15;

const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
const GREYSCALE = 0;
const INDEXED_COLOUR = 3;

/** `mem` is set because the library's default depends on `Math.log`. */
const DEFLATE = { level: 9, mem: 0 } as const;

/**
 * A `data:` URL of a picture with a palette.
 *
 * @param pixels indices in `palette`, row by row from the top
 *
 * @example One black pixel
 * ```ts
 * import { pngUrl } from "./png.ts";
 * import { assert } from "@std/assert";
 *
 * const url = pngUrl([1, 1], new Uint8Array([0]), [[0, 0, 0, 255]]);
 * assert(url.startsWith("data:image/png;base64,iVBORw0KGgo"));
 * ```
 *
 * @throws {RangeError} if the number of pixels does not match the shape, or there are too many colours.
 */
export function pngUrl(shape: PngShape, pixels: Uint8Array, palette: readonly Rgba[]): string {
  check(shape, pixels, palette.length);
  const [height, width] = shape;
  const rows = new Uint8Array(height * (width + 1)); // Each row follows its filter type, which is 0.
  for (let y = 0; y < height; y++) {
    rows.set(pixels.subarray(y * width, (y + 1) * width), y * (width + 1) + 1);
  }
  return fileUrl(shape, 8, INDEXED_COLOUR, [
    ...chunk("PLTE", palette.flatMap(([red, green, blue]) => [red, green, blue])),
    ...chunk("tRNS", palette.map((colour) => colour[3])),
    ...chunk("IDAT", [...zlibSync(rows, DEFLATE)]),
  ]);
}

/**
 * A `data:` URL of a picture in greys from 0 (black) to `WHITE`, with two pixels per byte.
 *
 * @example One white pixel
 * ```ts
 * import { greyPngUrl, WHITE } from "./png.ts";
 * import { assert } from "@std/assert";
 *
 * assert(greyPngUrl([1, 1], new Uint8Array([WHITE])).startsWith("data:image/png;base64,"));
 * ```
 *
 * @throws {RangeError} if the number of pixels does not match the shape, or there are too many colours.
 */
export function greyPngUrl(shape: PngShape, pixels: Uint8Array): string {
  check(shape, pixels, WHITE + 1);
  const [height, width] = shape;
  const size = 1 + Math.ceil(width / 2);
  const rows = new Uint8Array(height * size);
  pixels.forEach((grey, i) => {
    const x = i % width;
    const place = Math.floor(i / width) * size + 1 + (x >> 1);
    rows[place]! |= x % 2 === 0 ? grey << 4 : grey;
  });
  return fileUrl(shape, 4, GREYSCALE, chunk("IDAT", [...zlibSync(rows, DEFLATE)]));
}

function check([height, width]: PngShape, pixels: Uint8Array, colours: number): void {
  if (height * width === pixels.length && pixels.length > 0 && colours <= 256) return;
  throw new RangeError(
    `Cannot draw a picture of ${height} × ${width}: got ${pixels.length} pixels and ` +
      `${colours} colours, expected a pixel for each place and at most 256 colours`,
  );
}

function fileUrl(
  [height, width]: PngShape,
  depth: number,
  type: number,
  chunks: readonly number[],
): string {
  const header = [...uint32(width), ...uint32(height), depth, type, 0, 0, 0];
  const file = [...SIGNATURE, ...chunk("IHDR", header), ...chunks, ...chunk("IEND", [])];
  return `data:image/png;base64,${toBase64(new Uint8Array(file))}`;
}

function chunk(type: string, data: readonly number[]): number[] {
  const body = [...new TextEncoder().encode(type), ...data];
  return [...uint32(data.length), ...body, ...uint32(crc32(body))];
}

function uint32(value: number): number[] {
  return [value >>> 24, (value >>> 16) & 255, (value >>> 8) & 255, value & 255];
}

/** The checksum of the PNG specification, annex D, with the polynomial 0xEDB88320. */
function crc32(bytes: readonly number[]): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc >>> 0;
}
