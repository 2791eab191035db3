/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
/**
 * A table of probabilities as bars and numbers, with one row for each class.
 *
 * @module
 */
import { percent } from "../format.ts";
import { element, nameElement } from "./element.ts";

/** The table. Callers add its `root` to the page. */
export class ProbabilityTable {
  readonly root: HTMLElement;
  readonly #rows: readonly HTMLTableRowElement[];

  /** Makes a table for the classes `names`. */
  constructor(caption: string, names: readonly string[]) {
    this.#rows = names.map((name) =>
      element(
        "tr",
        {},
        element("th", { scope: "row" }, nameElement(name)),
        element("td", { class: "share" }, element("span", { class: "share-bar" })),
        element("td", { class: "number" }),
      )
    );
    const heads = ["Class", "Bar", "Probability"].map((head) =>
      element("th", { scope: "col" }, head)
    );
    this.root = element(
      "table",
      { class: "probabilities" },
      element("caption", {}, element("strong", {}, caption)),
      element("thead", { class: "visually-hidden" }, element("tr", {}, ...heads)),
      element("tbody", {}, ...this.#rows),
    );
  }

  /** Shows `probabilities`, and marks the true class `label` (-1 if it is unknown). */
  show(probabilities: ArrayLike<number>, label = -1): void {
    const largest = Math.max(...Array.from(probabilities));
    const best = Array.from(probabilities).indexOf(largest);
    this.#rows.forEach((row, k) => {
      const [name, bar, number] = [...row.cells];
      const share = probabilities[k]!;
      (bar!.firstElementChild as HTMLElement).style.width = `${share * 100}%`;
      number!.textContent = percent(share, 1);
      row.dataset["value"] = String(share);
      row.classList.toggle("best", k === best);
      name!.querySelector(".is-true")?.remove();
      if (k === label) name!.append(element("span", { class: "is-true" }, " true"));
    });
  }
}
