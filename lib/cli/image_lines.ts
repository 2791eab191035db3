/**
 * A grey image as text: two rows of pixels a line, as half blocks in shades of grey where there is
 * colour, else in ten ASCII characters from blank to dense.
 *
 * @module
 */
import type { Tensor, Value } from "../codec/value.ts";
import type { Style } from "./style.ts";
import { isFields, isTensor, partOf } from "./value_part.ts";

const RAMP = " .:-=+*#%@";
/** Wider images are left to other programs. */
const WIDEST = 200;

/** An image of one byte a pixel. */
export interface Image {
  readonly height: number;
  readonly width: number;
  readonly pixels: Uint8Array;
}

/**
 * Image number `index` of an artifact that holds images: a map with a field `imageShape` (height,
 * width) and a `uint8` tensor of shape (N, height · width). `null` if it is no such map.
 */
export function imageOf(value: Value, index: number): Image | null {
  if (!isFields(value)) return null;
  const shape = partOf(value, ["imageShape"]);
  if (!Array.isArray(shape) || shape.length !== 2) return null;
  const [height, width]: unknown[] = shape;
  if (typeof height !== "number" || typeof width !== "number" || width > WIDEST) return null;
  const images = Object.values(value).filter(isTensor).find((tensor) =>
    tensor.dtype === "uint8" && tensor.shape.length === 2 && tensor.shape[1] === height * width
  );
  if (images === undefined || index >= images.shape[0]!) return null;
  return { height, width, pixels: row(images, index) };
}

function row({ data, shape }: Tensor, index: number): Uint8Array {
  const size = shape[1]!;
  return Uint8Array.from(data.subarray(index * size, (index + 1) * size));
}

/** The lines of an image. */
export function imageLines({ height, width, pixels }: Image, style: Style): string[] {
  const grey = (y: number, x: number) => (y < height ? pixels[y * width + x]! : 0);
  const columns = Array.from({ length: width }, (_, x) => x);
  return Array.from({ length: Math.ceil(height / 2) }, (_, line) => {
    const cells = columns.map((x) => [grey(2 * line, x), grey(2 * line + 1, x)] as const);
    return style.colour
      ? cells.map(([upper, lower]) => halfBlock(upper, lower)).join("") + "\x1b[0m"
      : cells.map(([upper, lower]) => ascii((upper + lower) / 2)).join("").trimEnd();
  });
}

function ascii(grey: number): string {
  return RAMP[Math.min(RAMP.length - 1, Math.floor(grey * RAMP.length / 256))]!;
}

/** The upper pixel in the foreground colour, the lower one in that of the background. */
function halfBlock(upper: number, lower: number): string {
  return `\x1b[38;5;${shade(upper)};48;5;${shade(lower)}m▀`;
}

/** One of the 24 greys of a 256-colour terminal. */
function shade(grey: number): number {
  return 232 + Math.floor(grey * 24 / 256);
}
