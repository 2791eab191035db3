/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
/**
 * A line chart over epochs. The pointer or arrow keys show the values of an epoch, check boxes switch curves
 * and the scale, dragging or a button zooms in, and a double click or a button shows all epochs.
 *
 * @module
 */
import type uPlot from "uplot";
import { Plot } from "./chart_library.ts";
import { CurveLegend } from "./curve_legend.ts";
import { chartOptions } from "./curve_options.ts";
import { columnsOf, type CurveChartSpec } from "./curve_spec.ts";
import { curveTools } from "./curve_tools.ts";
import { element } from "./element.ts";

/** CSS pixels. */
const HEIGHT = 260;

/** A chart in a figure. Curves without values are left out. */
export class CurveChart {
  readonly #spec: CurveChartSpec;
  readonly #legend: CurveLegend;
  readonly #onPoint: (index: number | null) => void;
  readonly #place: HTMLElement;
  readonly #hidden = new Set<number>();
  #log = false;
  #plot: uPlot;

  /** @param onPoint called with the highlighted epoch's index; must call `pointAt` of all charts */
  constructor(
    figure: HTMLElement,
    spec: CurveChartSpec,
    onPoint: (index: number | null) => void,
  ) {
    this.#spec = { ...spec, curves: spec.curves.filter(({ values }) => values.some(isNumber)) };
    this.#onPoint = onPoint;
    this.#legend = new CurveLegend(this.#spec, (curve, show) => this.#toggle(curve, show));
    this.#place = plotPlace(spec.title);
    const tools = curveTools(spec, {
      scale: (log) => this.#rescale(log),
      zoom: () => this.#zoom(),
      reset: () => this.#range(spec.epochs[0]!, spec.epochs.at(-1)!),
    });
    figure.append(this.#place, this.#legend.root, tools);
    this.#plot = this.#build();
    this.pointAt(null);
    this.#place.addEventListener("keydown", (event) => this.#onKey(event));
    new ResizeObserver(() => this.#fit()).observe(this.#place);
  }

  /** Highlights an epoch and shows its values; `null` highlights none and shows the last epoch's values. */
  pointAt(index: number | null): void {
    const epoch = index === null ? undefined : this.#spec.epochs[index];
    const left = epoch === undefined ? -10 : this.#plot.valToPos(epoch, "x");
    this.#plot.setCursor({ left, top: epoch === undefined ? -10 : 0 });
    this.#legend.show(index ?? this.#spec.epochs.length - 1);
  }

  /** Redraws in the page's present colours. */
  redraw(): void {
    this.#plot.redraw(false, true);
  }

  #build(): uPlot {
    const width = this.#place.clientWidth;
    const options = chartOptions(this.#spec, { width, height: HEIGHT, log: this.#log });
    // uPlot accepts columns with gaps, but its type `AlignedData` does not describe ours.
    const columns = columnsOf(this.#spec, this.#log) as uPlot.AlignedData;
    const plot = new Plot(options, columns, this.#place);
    for (const curve of this.#hidden) plot.setSeries(curve + 1, { show: false });
    plot.over.addEventListener("mousemove", ({ offsetX }) => this.#onPoint(plot.posToIdx(offsetX)));
    plot.over.addEventListener("mouseleave", () => this.#onPoint(null));
    return plot;
  }

  #toggle(curve: number, show: boolean): void {
    if (show) this.#hidden.delete(curve);
    else this.#hidden.add(curve);
    this.#plot.setSeries(curve + 1, { show });
  }

  #rescale(log: boolean): void {
    this.#log = log;
    this.#plot.destroy();
    this.#plot = this.#build();
  }

  /** Zooms to half of the shown epochs, around the highlighted epoch or else around the middle. */
  #zoom(): void {
    const { min, max } = this.#plot.scales["x"]!;
    if (typeof min !== "number" || typeof max !== "number" || max - min < 2) return;
    const around = this.#spec.epochs[this.#plot.cursor.idx ?? -1] ?? (min + max) / 2;
    const low = Math.min(Math.max(min, around - (max - min) / 4), (min + max) / 2);
    this.#range(low, low + (max - min) / 2);
  }

  #range(min: number, max: number): void {
    this.#plot.setScale("x", { min, max });
  }

  #fit(): void {
    const width = this.#place.clientWidth;
    if (width > 0 && width !== this.#plot.width) this.#plot.setSize({ width, height: HEIGHT });
  }

  #onKey(event: KeyboardEvent): void {
    const last = this.#spec.epochs.length - 1;
    const next = nextIndex(event.key, this.#plot.cursor.idx ?? last, last);
    if (next === null) return;
    event.preventDefault();
    this.#onPoint(next);
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
