/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
/**
 * The galleries of flipped images. Images that are not in the page's markup are added on demand.
 *
 * @module
 */
import { CARDS_AT_A_TIME } from "../../anchors.ts";
import { cardsId, type Direction, moreId, statusId } from "../../comparison/anchors.ts";
import type { ComparisonPayload } from "../../comparison/payload.ts";
import { percent } from "../../format.ts";
import { status } from "../../comparison/sections/flips.ts";
import { element, nameElement } from "../element.ts";
import { byId } from "../page_payload.ts";
import { inkCanvas } from "../picture.ts";
import type { Answer, ShownFlip } from "./flips.ts";

/** Makes the button of one gallery show more of `flips`. */
export function startGallery(
  direction: Direction,
  flips: readonly ShownFlip[],
  payload: ComparisonPayload,
): void {
  const cards = document.getElementById(cardsId(direction));
  if (cards === null) return;
  const more = byId(moreId(direction), HTMLButtonElement);
  const told = byId(statusId(direction), HTMLElement);
  more.hidden = cards.childElementCount >= flips.length;
  more.addEventListener("click", () => {
    const first = cards.childElementCount;
    const next = flips.slice(first, first + CARDS_AT_A_TIME);
    cards.append(...next.map((flip) => card(flip, payload)));
    const shown = cards.childElementCount;
    told.textContent = status(shown, flips.length);
    more.hidden = shown >= flips.length;
    // If the focused button disappears, the focus moves to the first new card.
    if (more.hidden) focus(cards.children[first]);
  });
}

function card(flip: ShownFlip, { names, imageShape }: ComparisonPayload): HTMLLIElement {
  return element(
    "li",
    {},
    inkCanvas(flip.pixels, imageShape),
    element("span", { class: "answer" }, nameElement(names[flip.label]!)),
    answer("A", flip.a, names),
    answer("B", flip.b, names),
    element("span", { class: "index" }, `#${flip.index}`),
  );
}

function answer(run: string, { predicted, confidence }: Answer, names: readonly string[]) {
  return element(
    "span",
    { class: "said" },
    element("span", { class: `run run-${run.toLowerCase()}` }, run),
    " ",
    nameElement(names[predicted]!),
    " ",
    element("span", { class: "sure" }, percent(confidence, 1)),
  );
}

function focus(card: Element | undefined): void {
  if (!(card instanceof HTMLElement)) return;
  card.tabIndex = -1;
  card.focus();
}
