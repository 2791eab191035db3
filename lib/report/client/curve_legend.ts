/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
/**
 * The legend of a chart: a check box for each curve, and the curve's value at the highlighted epoch.
 *
 * @module
 */
import type { CurveChartSpec } from "./curve_spec.ts";
import { element } from "./element.ts";

/** A legend. Callers add its `root` to the page. */
export class CurveLegend {
  readonly root: HTMLElement;
  readonly #spec: CurveChartSpec;
  readonly #epoch = element("span", {});
  readonly #values: readonly HTMLElement[];
  readonly #spoken = element("output", { class: "visually-hidden" });

  /** @param onToggle called with a curve's index when the user shows or hides it */
  constructor(spec: CurveChartSpec, onToggle: (curve: number, show: boolean) => void) {
    this.#spec = spec;
    this.#values = spec.curves.map(() => element("span", { class: "number" }));
    const boxes = spec.curves.map(({ label }, i) => {
      const box = element("input", { type: "checkbox", checked: "" });
      box.addEventListener("change", () => onToggle(i, box.checked));
      const swatch = element("span", { class: `swatch swatch-${i + 1}` });
      return element("label", {}, box, swatch, `${label} `, this.#values[i]!);
    });
    this.root = element("div", { class: "legend" }, this.#epoch, ...boxes, this.#spoken);
  }

  /** Shows the values of the epoch at this index. */
  show(index: number): void {
    this.#epoch.textContent = `Epoch ${this.#spec.epochs[index]}`;
    this.#spec.curves.forEach(({ values }, i) => {
      this.#values[i]!.textContent = this.#spec.format(values[index] ?? null);
    });
  }

  /** Announces the values of the epoch at this index to screen readers. */
  announce(index: number): void {
    const told = this.#spec.curves.map(({ label, values }) =>
      `${label} ${this.#spec.format(values[index] ?? null)}`
    );
    this.#spoken.textContent = `Epoch ${this.#spec.epochs[index]}: ${told.join(", ")}`;
  }
}
