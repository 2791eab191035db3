/**
 * A card of the gallery, as `sections/mistakes.ts` writes it into the page, with the picture drawn
 * on a canvas.
 *
 * @module
 */
import { percent } from "../format.ts";
import type { Payload } from "../payload.ts";
import { element, nameElement } from "./element.ts";
import type { MistakeColumns } from "./mistake_list.ts";

/** The card of the mistake at `place`. */
export function mistakeCard(
  { names, imageShape: [height, width] }: Payload,
  columns: MistakeColumns,
  place: number,
): HTMLLIElement {
  const size = height * width;
  const pixels = columns.images.subarray(place * size, (place + 1) * size);
  const label = nameElement(names[columns.label[place]!]!);
  const predicted = nameElement(names[columns.predicted[place]!]!);
  return element(
    "li",
    {},
    picture(pixels, height, width),
    element("span", { class: "answer" }, label, " ", arrow(), " ", predicted),
    element("span", { class: "sure" }, `${percent(columns.confidence[place]!, 1)} sure`),
    element("span", { class: "index" }, `#${columns.index[place]}`),
  );
}

function arrow(): HTMLElement {
  return element("span", { class: "arrow" }, "read as");
}

/** The words beside the picture say what it is: it is hidden from who hears them. */
function picture(pixels: Uint8Array, height: number, width: number): HTMLCanvasElement {
  const canvas = element("canvas", {
    class: "ink",
    "aria-hidden": "true",
    width: String(width),
    height: String(height),
  });
  const image = new ImageData(width, height);
  pixels.forEach((q, i) => image.data[4 * i + 3] = q); // black ink, opacity is the pixel
  canvas.getContext("2d")?.putImageData(image, 0, 0);
  return canvas;
}
