/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
/**
 * Adds pictures to the list of most frequent confusions: the most confident mistakes of each.
 *
 * @module
 */
import type { Payload } from "../payload.ts";
import { element } from "./element.ts";
import { type Examples, imageAt, selectExamples } from "./examples.ts";
import type { Panel } from "./panel.ts";
import { inkCanvas } from "./picture.ts";

/** Pictures per confusion. */
const PICTURES = 3;

/** Adds pictures to every element with `data-pair`. Each picture is a button that opens the panel. */
export function startPairPictures(payload: Payload, columns: Examples, panel: Panel): void {
  for (const place of document.querySelectorAll<HTMLElement>("[data-pair]")) {
    const [label, predicted] = place.dataset["pair"]!.split(" ").map(Number);
    const query = {
      show: "wrong",
      label: label!,
      predicted: predicted!,
      order: "confident",
    } as const;
    const places = selectExamples(columns, query, 0);
    for (const example of places.slice(0, PICTURES)) {
      const button = element("button", {
        type: "button",
        class: "thumb",
        "aria-haspopup": "dialog",
        "aria-label": `Test image ${columns.index[example]}`,
      }, inkCanvas(imageAt(columns, example), payload.imageShape));
      button.addEventListener("click", () => panel.open(example, places));
      place.append(button);
    }
  }
}
