/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
/**
 * A card of a gallery: a button with an example's picture.
 *
 * @module
 */
import { percent } from "../format.ts";
import type { Payload } from "../payload.ts";
import { element, nameElement } from "./element.ts";
import { type Examples, imageAt } from "./examples.ts";
import { inkCanvas } from "./picture.ts";

/** Makes the card of the example at index `place`; a click calls `open`. */
export function exampleCard(
  { names, imageShape }: Payload,
  columns: Examples,
  place: number,
  open: (place: number) => void,
): HTMLLIElement {
  const label = nameElement(names[columns.label[place]!]!);
  const predicted = nameElement(names[columns.predicted[place]!]!);
  const button = element(
    "button",
    { type: "button", class: "card", "aria-haspopup": "dialog" },
    inkCanvas(imageAt(columns, place), imageShape),
    element("span", { class: "answer" }, label, " ", arrow(), " ", predicted),
    " ",
    element("span", { class: "sure" }, `${percent(columns.confidence[place]!, 1)} sure`),
    " ",
    element("span", { class: "index" }, `#${columns.index[place]}`),
  );
  button.addEventListener("click", () => open(place));
  return element("li", {}, button);
}

function arrow(): HTMLElement {
  return element("span", { class: "arrow" }, "read as");
}
