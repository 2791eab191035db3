/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
/**
 * The gallery of one class: correctly classified images that differ from each other.
 *
 * @module
 */
import { CLASS_CARDS_ID, CLASS_FORM_ID, CLASS_STATUS_ID } from "../anchors.ts";
import type { Payload } from "../payload.ts";
import { nameElement } from "./element.ts";
import { exampleCard } from "./example_card.ts";
import { type Examples, selectExamples } from "./examples.ts";
import { byId } from "./page_payload.ts";
import type { Panel } from "./panel.ts";

/** Fills the gallery, and again whenever the user chooses another class. */
export function startClassGallery(payload: Payload, columns: Examples, panel: Panel): void {
  const form = byId(CLASS_FORM_ID, HTMLFormElement);
  const cards = byId(CLASS_CARDS_ID, HTMLOListElement);
  const show = () => {
    const k = Number(new FormData(form).get("class"));
    const query = { show: "all", label: k, predicted: k, order: "index" } as const;
    const places = selectExamples(columns, query, 0);
    cards.replaceChildren(
      ...places.map((place) =>
        exampleCard(payload, columns, place, (at) => panel.open(at, places))
      ),
    );
    byId(CLASS_STATUS_ID, HTMLElement).replaceChildren(
      `${places.length} test images of class `,
      nameElement(payload.names[k]!),
      " that the model names correctly",
    );
  };
  form.addEventListener("change", show);
  form.hidden = false;
  show();
}
