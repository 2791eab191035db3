/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
/**
 * The gallery of examples with filters, order, and more cards on demand.
 *
 * @module
 */
import { CARDS_AT_A_TIME, CARDS_ID, FILTERS_ID, MORE_ID, STATUS_ID } from "../anchors.ts";
import { integer } from "../format.ts";
import type { Payload } from "../payload.ts";
import { exampleCard } from "./example_card.ts";
import { type ExampleQuery, type Examples, selectExamples } from "./examples.ts";
import { byId } from "./page_payload.ts";
import type { Panel } from "./panel.ts";

const SHOWS: readonly ExampleQuery["show"][] = ["wrong", "unsure", "all"];
const ORDERS: readonly ExampleQuery["order"][] = ["confident", "unsure", "index"];

/** The gallery in the page. */
export class Gallery {
  readonly #payload: Payload;
  readonly #columns: Examples;
  readonly #panel: Panel;
  readonly #form = byId(FILTERS_ID, HTMLFormElement);
  readonly #cards = byId(CARDS_ID, HTMLOListElement);
  readonly #more = byId(MORE_ID, HTMLButtonElement);
  readonly #status = byId(STATUS_ID, HTMLElement);
  #places: readonly number[] = [];

  /** Connects the filters, and shows the first examples. */
  constructor(payload: Payload, columns: Examples, panel: Panel) {
    this.#payload = payload;
    this.#columns = columns;
    this.#panel = panel;
    this.#form.addEventListener("change", ({ target }) => {
      if (target instanceof HTMLSelectElement && target.name === "show") this.#suitOrder();
      this.#select();
    });
    this.#more.addEventListener("click", () => {
      const first = this.#cards.childElementCount;
      this.#show(first + CARDS_AT_A_TIME);
      // If the focused button disappears, the focus moves to the first new card.
      if (this.#more.hidden) this.#cards.children[first]?.querySelector("button")?.focus();
    });
    this.#form.hidden = false;
    this.#select();
  }

  /** Shows the examples of class `label` that are predicted as `predicted`, and scrolls to them. */
  showCell(label: number, predicted: number): void {
    this.#choose("show", SHOWS.indexOf(label === predicted ? "all" : "wrong"));
    this.#choose("label", label);
    this.#choose("predicted", predicted);
    this.#suitOrder();
    this.#select();
    this.#status.scrollIntoView({ block: "center" });
    const first = this.#cards.querySelector("button");
    (first ?? this.#status).focus({ preventScroll: first === null });
  }

  #choose(name: string, value: number): void {
    const select = this.#form.elements.namedItem(name);
    if (select instanceof HTMLSelectElement) select.value = String(value);
  }

  /** Selects the default order: for least sure examples ascending confidence, otherwise descending. */
  #suitOrder(): void {
    this.#choose("order", readQuery(this.#form).show === "unsure" ? 1 : 0);
  }

  #select(): void {
    const { leastSure } = this.#payload;
    this.#places = selectExamples(this.#columns, readQuery(this.#form), leastSure);
    this.#cards.replaceChildren();
    this.#show(CARDS_AT_A_TIME);
  }

  #show(count: number): void {
    const open = (place: number) => this.#panel.open(place, this.#places);
    for (const place of this.#places.slice(this.#cards.childElementCount, count)) {
      this.#cards.append(exampleCard(this.#payload, this.#columns, place, open));
    }
    const shown = this.#cards.childElementCount;
    this.#more.hidden = shown >= this.#places.length;
    const among = amongWhich(readQuery(this.#form), this.#payload, this.#columns);
    this.#status.textContent = `Showing ${integer(shown)} of ${found(this.#places.length, among)}`;
  }
}

function readQuery(form: HTMLFormElement): ExampleQuery {
  const chosen = new FormData(form);
  const value = (name: string) => Number(chosen.get(name));
  return {
    show: SHOWS[value("show")] ?? "all",
    label: value("label"),
    predicted: value("predicted"),
    order: ORDERS[value("order")] ?? "confident",
  };
}

interface Among {
  readonly count: number;
  readonly words: string;
}

function amongWhich({ show }: ExampleQuery, payload: Payload, columns: Examples): Among {
  const { mistakeCount, leastSure, exampleCount } = payload;
  const any = { label: -1, predicted: -1, order: "index" } as const;
  const count = selectExamples(columns, { ...any, show }, leastSure).length;
  switch (show) {
    case "wrong":
      return {
        count,
        words: count === mistakeCount
          ? `${integer(mistakeCount)} mistakes`
          : `the ${integer(count)} most confident of ${integer(mistakeCount)} mistakes`,
      };
    case "unsure":
      return { count, words: `the ${integer(count)} least sure` };
    case "all":
      return { count, words: `${integer(count)} in this page, of ${integer(exampleCount)} in all` };
    default:
      return show satisfies never;
  }
}

function found(count: number, { count: all, words }: Among): string {
  return count === all ? words : `${integer(count)} found among ${words}`;
}
