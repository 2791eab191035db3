/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
/**
 * Draws pictures on canvases: ink, and signed values in the colours of the weights.
 *
 * @module
 */
import { NEVER_LIT, signedColour } from "../signed_colour.ts";
import { element } from "./element.ts";

type Shape = readonly [height: number, width: number];

/** A canvas of black ink, as in `digit_picture.ts`. It is hidden from screen readers: text is beside it. */
export function inkCanvas(pixels: Uint8Array, shape: Shape): HTMLCanvasElement {
  const canvas = element("canvas", { class: "ink", "aria-hidden": "true" });
  drawInk(canvas, pixels, shape);
  return canvas;
}

/** Draws black ink whose opacity is the pixel's value. */
export function drawInk(canvas: HTMLCanvasElement, pixels: Uint8Array, shape: Shape): void {
  draw(canvas, shape, (data) => pixels.forEach((q, i) => data[4 * i + 3] = q));
}

/**
 * Draws positive numbers in blue, negative numbers in orange, and zero transparent. Numbers of size `limit`
 * have the full colour. Pixels that are not `lit` are grey.
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
