/**
 * A line chart over epochs: hover or arrow keys show the values of an epoch, check boxes switch
 * curves, dragging zooms in and a double click zooms out. Epochs of all charts on the page are
 * pointed at together.
 *
 * @module
 */
/// <reference lib="dom" />
import "./language.ts";
import uPlot from "uplot";
import { CurveLegend } from "./curve_legend.ts";
import { chartOptions } from "./curve_options.ts";
import { element } from "./element.ts";

/** One line. `null` where there is no value. */
export interface Curve {
  readonly label: string;
  readonly values: readonly (number | null)[];
}

/** What a chart shows. */
export interface CurveChartSpec {
  readonly name: string;
  /** Read out in place of the picture. */
  readonly title: string;
  /** Label of the vertical axis, with its unit. */
  readonly axis: string;
  /** What the vertical axis never goes beyond; `null` is no limit. */
  readonly limits: readonly [lowest: number, highest: number | null];
  readonly epochs: readonly number[];
  /** A value as the legend writes it. */
  readonly format: (value: number | null) => string;
  readonly curves: readonly Curve[];
}

const HEIGHT = 280;

/** A chart inside a figure. Curves without any value are left out. */
export class CurveChart {
  readonly #plot: uPlot;
  readonly #last: number;
  readonly #legend: CurveLegend;

  constructor(figure: HTMLElement, spec: CurveChartSpec) {
    const shown = { ...spec, curves: spec.curves.filter(({ values }) => values.some(isNumber)) };
    const place = element("div", {
      class: "plot",
      tabindex: "0",
      role: "group",
      "aria-roledescription": "line chart",
      "aria-label": `${spec.title}. Arrow keys go from epoch to epoch; the table below holds the numbers.`,
    });
    this.#last = spec.epochs.length - 1;
    this.#legend = new CurveLegend(shown, (curve, show) => {
      this.#plot.setSeries(curve + 1, { show });
    });
    figure.append(place, this.#legend.root);
    this.#plot = new uPlot(
      chartOptions(shown, place.clientWidth, HEIGHT, (index) => this.#legend.show(index ?? this.#last)),
      [[...spec.epochs], ...shown.curves.map(({ values }) => [...values])],
      place,
    );
    this.#legend.show(this.#last);
    place.addEventListener("keydown", (event) => this.#onKey(event));
    new ResizeObserver(() => this.#fit(place.clientWidth)).observe(place);
  }

  /** Draws again, in the colours that the page has now. */
  redraw(): void {
    this.#plot.redraw(false, true);
  }

  #fit(width: number): void {
    if (width > 0 && width !== this.#plot.width) this.#plot.setSize({ width, height: HEIGHT });
  }

  #onKey(event: KeyboardEvent): void {
    const next = nextIndex(event.key, this.#plot.cursor.idx ?? this.#last, this.#last);
    if (next === null) return;
    event.preventDefault();
    const epoch = this.#plot.data[0][next]!;
    this.#plot.setCursor({ left: this.#plot.valToPos(epoch, "x"), top: this.#plot.bbox.height / 4 });
    this.#legend.announce(next);
  }
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
