/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
/**
 * Pictures on canvases: ink, and evidence in the colours of the weights.
 *
 * @module
 */
import { NEVER_LIT, signedColour } from "../signed_colour.ts";
import { element } from "./element.ts";

type Shape = readonly [height: number, width: number];

/** A canvas of black ink, as in `digit_picture.ts`. Words beside it say what it is: it is hidden. */
export function inkCanvas(pixels: Uint8Array, shape: Shape): HTMLCanvasElement {
  const canvas = element("canvas", { class: "ink", "aria-hidden": "true" });
  drawInk(canvas, pixels, shape);
  return canvas;
}

/** Draws black ink, the opacity being the pixel. */
export function drawInk(canvas: HTMLCanvasElement, pixels: Uint8Array, shape: Shape): void {
  draw(canvas, shape, (data) => pixels.forEach((q, i) => data[4 * i + 3] = q));
}

/**
 * Draws positive numbers blue, negative ones orange, zero clear; `limit` has the full colour. Pixels
 * that are not `lit` are masked.
 */
export function drawSigned(
  canvas: HTMLCanvasElement,
  values: Float64Array,
  limit: number,
  shape: Shape,
  lit?: ArrayLike<number>,
): void {
  draw(
    canvas,
    shape,
    (data) =>
      values.forEach((value, i) =>
        data.set(lit?.[i] === 0 ? NEVER_LIT : signedColour(value, limit), 4 * i)
      ),
  );
}

function draw(
  canvas: HTMLCanvasElement,
  [height, width]: Shape,
  paint: (data: ImageData["data"]) => void,
): void {
  canvas.height = height;
  canvas.width = width;
  const image = new ImageData(width, height);
  paint(image.data);
  canvas.getContext("2d")?.putImageData(image, 0, 0);
}
