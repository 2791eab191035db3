/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
/**
 * Highlights one combination throughout the page: its line, its row and its curve. A combination under the
 * pointer is highlighted as long as it is there; a click pins it until the next click.
 *
 * @module
 */
import { element } from "../element.ts";

/** The names of the combinations, and the elements that show them. */
export interface Places {
  /** Names in the order of the ranks, the best first. */
  readonly names: readonly string[];
  /** Parallel coordinates. Each line has the index of its combination in `data-place`. */
  readonly picture: Element | null;
  /** Table of combinations. Each row has the index of its combination in `data-place`. */
  readonly table: HTMLTableElement;
  /** Shows rank and name of the highlighted combination. */
  readonly told: HTMLElement;
}

/** Keeps the highlighted combination. */
export class Follower {
  readonly #places: Places;
  readonly #others: ((place: number | null) => void)[] = [];
  readonly #buttons = new Map<number, HTMLButtonElement>();
  #pinned: number | null = null;
  #followed: number | null = null;

  /** Listens for the pointer on lines and rows, and makes the rank in each row a button. */
  constructor(places: Places) {
    this.#places = places;
    for (const line of places.picture?.querySelectorAll("[data-place]") ?? []) {
      line.addEventListener("pointerenter", () => this.point(placeOf(line)));
      line.addEventListener("pointerleave", () => this.point(null));
      line.addEventListener("click", () => this.#press(placeOf(line)));
    }
    for (const row of places.table.tBodies[0]?.rows ?? []) {
      row.addEventListener("pointerenter", () => this.point(placeOf(row)));
      row.addEventListener("pointerleave", () => this.point(null));
      this.#makeButton(row);
    }
    this.#tell();
  }

  /** Registers a further function that highlights a combination, by its index. */
  alsoIn(show: (place: number | null) => void): void {
    this.#others.push(show);
  }

  /** Highlights the combination under the pointer; with `null` the pinned combination, if any. */
  point(place: number | null): void {
    this.#follow(place ?? this.#pinned);
  }

  /** Makes arrow keys pin the next better or worse combination, and Escape none. */
  takeKeys(target: HTMLElement): void {
    target.addEventListener("keydown", (event) => {
      const next = this.#next(event.key);
      if (next === undefined) return;
      event.preventDefault();
      this.#pin(next);
    });
  }

  #next(key: string): number | null | undefined {
    const last = this.#places.names.length - 1;
    const at = this.#followed;
    if (key === "Escape") return null;
    if (key === "ArrowDown") return at === null ? 0 : Math.min(last, at + 1);
    if (key === "ArrowUp") return at === null ? last : Math.max(0, at - 1);
    return undefined;
  }

  #makeButton(row: HTMLTableRowElement): void {
    const place = placeOf(row);
    const head = row.cells[0]!;
    const button = element(
      "button",
      { type: "button", class: "rank", "aria-pressed": "false" },
      ...head.childNodes,
    );
    button.addEventListener("click", () => this.#press(place));
    head.replaceChildren(button);
    this.#buttons.set(place, button);
  }

  #press(place: number): void {
    this.#pin(this.#pinned === place ? null : place);
  }

  #pin(place: number | null): void {
    this.#pinned = place;
    for (const [other, button] of this.#buttons) {
      button.setAttribute("aria-pressed", String(other === place));
    }
    this.#follow(place);
  }

  #follow(place: number | null): void {
    if (place === this.#followed) return;
    this.#followed = place;
    const { picture, table } = this.#places;
    picture?.classList.toggle("following", place !== null);
    for (const root of [picture, table]) {
      for (const old of root?.querySelectorAll(".followed") ?? []) old.classList.remove("followed");
      root?.querySelector(`[data-place="${place}"]`)?.classList.add("followed");
    }
    for (const show of this.#others) show(place);
    this.#tell();
  }

  #tell(): void {
    const { names, told } = this.#places;
    const place = this.#followed;
    told.textContent = place === null
      ? "No combination is followed."
      : `Rank ${place + 1} of ${names.length}: ${names[place]}`;
  }
}

function placeOf(part: HTMLElement | Element): number {
  return Number(part.getAttribute("data-place"));
}
