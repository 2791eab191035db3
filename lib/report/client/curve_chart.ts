/**
 * A line chart over epochs: hover or arrow keys show the values of an epoch, check boxes switch
 * curves, dragging zooms in and a double click zooms out.
 *
 * @module
 */
import type uPlot from "uplot";
import { Plot } from "./chart_library.ts";
import { CurveLegend } from "./curve_legend.ts";
import { chartOptions } from "./curve_options.ts";
import type { CurveChartSpec } from "./curve_spec.ts";
import { element } from "./element.ts";

const HEIGHT = 280;

/** A chart inside a figure. Curves without any value are left out. */
export class CurveChart {
  readonly #spec: CurveChartSpec;
  readonly #plot: uPlot;
  readonly #legend: CurveLegend;

  /** `onPoint` is told which epoch is pointed at; it is to call `pointAt` of all charts. */
  constructor(
    figure: HTMLElement,
    spec: CurveChartSpec,
    onPoint: (index: number | null) => void,
  ) {
    this.#spec = { ...spec, curves: spec.curves.filter(({ values }) => values.some(isNumber)) };
    this.#legend = new CurveLegend(this.#spec, (curve, show) => {
      this.#plot.setSeries(curve + 1, { show });
    });
    const place = plotPlace(spec.title);
    figure.append(place, this.#legend.root);
    this.#plot = new Plot(
      chartOptions(this.#spec, place.clientWidth, HEIGHT),
      [[...spec.epochs], ...this.#spec.curves.map(({ values }) => [...values])],
      place,
    );
    this.pointAt(null);
    const { over } = this.#plot;
    over.addEventListener("mousemove", ({ offsetX }) => onPoint(this.#plot.posToIdx(offsetX)));
    over.addEventListener("mouseleave", () => onPoint(null));
    place.addEventListener("keydown", (event) => this.#onKey(event, onPoint));
    new ResizeObserver(() => this.#fit(place.clientWidth)).observe(place);
  }

  /** Marks an epoch and shows its values; `null` marks none and shows the last one's. */
  pointAt(index: number | null): void {
    const epoch = index === null ? undefined : this.#spec.epochs[index];
    const left = epoch === undefined ? -10 : this.#plot.valToPos(epoch, "x");
    this.#plot.setCursor({ left, top: epoch === undefined ? -10 : 0 });
    this.#legend.show(index ?? this.#spec.epochs.length - 1);
  }

  /** Draws again, in the colours that the page has now. */
  redraw(): void {
    this.#plot.redraw(false, true);
  }

  #fit(width: number): void {
    if (width > 0 && width !== this.#plot.width) this.#plot.setSize({ width, height: HEIGHT });
  }

  #onKey(event: KeyboardEvent, onPoint: (index: number | null) => void): void {
    const last = this.#spec.epochs.length - 1;
    const next = nextIndex(event.key, this.#plot.cursor.idx ?? last, last);
    if (next === null) return;
    event.preventDefault();
    onPoint(next);
    this.#legend.announce(next);
  }
}

function plotPlace(title: string): HTMLElement {
  return element("div", {
    class: "plot",
    tabindex: "0",
    role: "group",
    "aria-roledescription": "line chart",
    "aria-label": `${title}. Arrow keys go from epoch to epoch; the table below holds the numbers.`,
  });
}

function nextIndex(key: string, index: number, last: number): number | null {
  switch (key) {
    case "ArrowLeft":
      return Math.max(0, index - 1);
    case "ArrowRight":
      return Math.min(last, index + 1);
    case "Home":
      return 0;
    case "End":
      return last;
    default:
      return null;
  }
}

function isNumber(value: number | null): boolean {
  return value !== null;
}
