/**
 * The gallery of mistakes: filters, order, and more cards on demand.
 *
 * @module
 */
import { CARDS_AT_A_TIME, CARDS_ID, FILTERS_ID, MORE_ID, STATUS_ID } from "../anchors.ts";
import { integer } from "../format.ts";
import type { Payload } from "../payload.ts";
import type { Unpacked } from "../unpack.ts";
import { mistakeCard } from "./mistake_card.ts";
import { mistakeColumns, type MistakeQuery, selectMistakes } from "./mistake_list.ts";
import { byId } from "./page_payload.ts";

const ORDERS: readonly MistakeQuery["order"][] = ["confident", "unsure", "index"];

/** Makes the filters work. A page without mistakes has none. */
export function startGallery(payload: Payload, tensors: Unpacked): void {
  if (payload.mistakeCount === 0) return;
  const form = byId(FILTERS_ID, HTMLFormElement);
  const cards = byId(CARDS_ID, HTMLOListElement);
  const more = byId(MORE_ID, HTMLButtonElement);
  const status = byId(STATUS_ID, HTMLElement);
  const columns = mistakeColumns(tensors);
  let places = selectMistakes(columns, readQuery(form));

  const show = (count: number) => {
    for (const place of places.slice(cards.childElementCount, count)) {
      cards.append(mistakeCard(payload, columns, place));
    }
    more.hidden = cards.childElementCount >= places.length;
    const packed = columns.index.length;
    status.textContent = statusText(
      cards.childElementCount,
      places.length,
      packed,
      payload.mistakeCount,
    );
  };
  form.addEventListener("change", () => {
    places = selectMistakes(columns, readQuery(form));
    cards.replaceChildren();
    show(CARDS_AT_A_TIME);
  });
  more.addEventListener("click", () => {
    const first = cards.childElementCount;
    show(first + CARDS_AT_A_TIME);
    if (more.hidden) focusOn(cards.children[first]);
  });
  form.hidden = false;
  show(cards.childElementCount);
}

function readQuery(form: HTMLFormElement): MistakeQuery {
  const chosen = new FormData(form);
  const value = (name: string) => Number(chosen.get(name));
  return {
    label: value("label"),
    predicted: value("predicted"),
    order: ORDERS[value("order")] ?? "confident",
  };
}

function statusText(shown: number, found: number, packed: number, all: number): string {
  const among = packed === all
    ? `${integer(all)} mistakes`
    : `the ${integer(packed)} most confident of ${integer(all)} mistakes`;
  return `Showing ${integer(shown)} of ${
    found === packed ? among : `${integer(found)} found among ${among}`
  }`;
}

/** The button that was pressed is gone: the keyboard goes on at the first new card. */
function focusOn(card: Element | undefined): void {
  if (!(card instanceof HTMLElement)) return;
  card.tabIndex = -1;
  card.focus();
}
