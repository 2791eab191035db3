/**
 * Converts strokes to an image as MNIST's were made: it scales them to a box of 20 × 20 with their
 * proportions kept, smooths them to greys, and places them in 28 × 28 with the centre of mass in the
 * middle. Other image sizes are scaled accordingly.
 *
 * @module
 */

/** A point on the pad: coordinates from 0 to 1, from the left and from the top. */
export type Point = readonly [x: number, y: number];

/** A line drawn without lifting the pen. A single point is a dot. */
export type Stroke = readonly Point[];

/** Side of the box as a share of the image's side: 20 of MNIST's 28 pixels. */
const BOX = 20 / 28;
/** Width of the pen as a share of the image's side: about 2.6 of MNIST's 28 pixels. */
const PEN = 2.6 / 28;

/** Centre of mass as a share of the image's side: the middle of MNIST's pixel 14, counted from 0. */
const CENTRE = 14.5 / 28;

interface Raster {
  readonly height: number;
  readonly width: number;
  /** Row by row, from 0 to 1. */
  readonly ink: Float64Array;
}

/**
 * Returns the pixels of `strokes`, from 0 to 255; all 0 without strokes.
 *
 * @example An upright line is 20 pixels high
 * ```ts
 * import { imageOf } from "./drawing.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const image = imageOf([[[0.2, 0.1], [0.2, 0.9]]], [28, 28]);
 * const lit = Array.from({ length: 28 }, (_, y) => image.subarray(y * 28, (y + 1) * 28))
 *   .filter((row) => row.some((q) => q > 0));
 * assertEquals(lit.length, 20);
 * ```
 */
export function imageOf(
  strokes: readonly Stroke[],
  [height, width]: readonly [height: number, width: number],
): Uint8Array {
  const image = new Uint8Array(height * width);
  if (strokes.every((stroke) => stroke.length === 0)) return image;
  const box = inBox(strokes, Math.round(height * BOX), Math.round(width * BOX), PEN * height);
  const [x, y] = centreOfMass(box);
  const left = shift(width * CENTRE - x, width - box.width);
  const top = shift(height * CENTRE - y, height - box.height);
  for (let row = 0; row < box.height; row++) {
    for (let column = 0; column < box.width; column++) {
      const ink = box.ink[row * box.width + column]!;
      image[(top + row) * width + left + column] = Math.round(ink * 255);
    }
  }
  return image;
}

/** Rounds a shift to whole pixels, so that nothing is blurred, and keeps the box within the image. */
function shift(distance: number, most: number): number {
  return Math.min(most, Math.max(0, Math.round(distance)));
}

/** Draws the strokes, scaled so that their ink just fits into the box. */
function inBox(strokes: readonly Stroke[], height: number, width: number, pen: number): Raster {
  const points = strokes.flat();
  const [xs, ys] = [points.map(([x]) => x), points.map(([, y]) => y)];
  const [left, top] = [Math.min(...xs), Math.min(...ys)];
  const [spanX, spanY] = [Math.max(...xs) - left, Math.max(...ys) - top];
  const room = (side: number, span: number) => span === 0 ? Infinity : (side - pen) / span;
  const scale = Math.min(room(width, spanX), room(height, spanY));
  // A dot has no extent to scale.
  const by = Number.isFinite(scale) ? scale : 0;
  const [offX, offY] = [(width - by * spanX) / 2, (height - by * spanY) / 2];
  const scaled = strokes.map((stroke) =>
    stroke.map(([x, y]): Point => [(x - left) * by + offX, (y - top) * by + offY])
  );
  const ink = new Float64Array(height * width);
  for (const stroke of scaled) {
    stroke.forEach((to, i) => addLine(ink, width, stroke[Math.max(0, i - 1)]!, to, pen / 2));
  }
  return { height, width, ink };
}

/** Draws a line: full ink within the pen's radius, fading over one pixel at the edge. */
function addLine(ink: Float64Array, width: number, from: Point, to: Point, radius: number): void {
  const height = ink.length / width;
  const reach = radius + 1;
  const low = (a: number, b: number) => Math.max(0, Math.floor(Math.min(a, b) - reach));
  const high = (a: number, b: number, most: number) =>
    Math.min(most, Math.ceil(Math.max(a, b) + reach));
  const [right, bottom] = [high(from[0], to[0], width), high(from[1], to[1], height)];
  for (let y = low(from[1], to[1]); y < bottom; y++) {
    for (let x = low(from[0], to[0]); x < right; x++) {
      const distance = distanceTo(from, to, [x + 0.5, y + 0.5]);
      const value = Math.min(1, Math.max(0, radius + 0.5 - distance));
      const place = y * width + x;
      ink[place] = Math.max(ink[place]!, value);
    }
  }
}

function distanceTo([x0, y0]: Point, [x1, y1]: Point, [x, y]: Point): number {
  const [dx, dy] = [x1 - x0, y1 - y0];
  const length = dx * dx + dy * dy;
  const along = length === 0 ? 0 : ((x - x0) * dx + (y - y0) * dy) / length;
  const t = Math.min(1, Math.max(0, along));
  const [ex, ey] = [x - x0 - t * dx, y - y0 - t * dy];
  return Math.sqrt(ex * ex + ey * ey);
}

function centreOfMass({ width, ink }: Raster): Point {
  let [mass, x, y] = [0, 0, 0];
  ink.forEach((value, i) => {
    mass += value;
    x += value * (i % width + 0.5);
    y += value * (Math.floor(i / width) + 0.5);
  });
  return mass === 0 ? [width / 2, ink.length / width / 2] : [x / mass, y / mass];
}
