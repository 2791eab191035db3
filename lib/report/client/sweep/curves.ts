/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
/**
 * Draws a learning curve for each combination in one chart, and highlights the selected one.
 *
 * @module
 */
import type uPlot from "uplot";
import { tierOf } from "../../sweep/data.ts";
import type { CurveKind, SweepPayload } from "../../sweep/payload.ts";
import { robustRange } from "../../sweep/robust_range.ts";
import { numbersOf, type Unpacked } from "../../unpack.ts";
import { Plot } from "../chart_library.ts";
import { axis, colour, EPOCH_STEPS, marks, widened } from "../curve_options.ts";
import { element } from "../element.ts";

/** CSS pixels. */
const HEIGHT = 340;

/** Largest distance in CSS pixels at which the pointer selects a curve. */
const NEAR = 12;

/** Opacity of the other curves while one is selected. */
const FADED = 0.12;

const STROKES = { best: "--series-2", good: "--series-1", other: "--muted" } as const;
const WIDTHS = { best: 3, good: 1.5, other: 1 } as const;

/** The chart of all curves. */
export class SweepCurves {
  readonly #payload: SweepPayload;
  readonly #tensors: Unpacked;
  readonly #place: HTMLElement;
  readonly #onPoint: (place: number | null) => void;
  #kind: CurveKind;
  #plot: uPlot;

  /** @param onPoint called with the index of the combination under the pointer */
  constructor(
    figure: HTMLElement,
    payload: SweepPayload,
    tensors: Unpacked,
    onPoint: (place: number | null) => void,
  ) {
    this.#payload = payload;
    this.#tensors = tensors;
    this.#onPoint = onPoint;
    this.#kind = payload.kinds[0]!;
    this.#place = element("div", {
      class: "plot",
      tabindex: "0",
      role: "group",
      "aria-roledescription": "line chart",
      "aria-label": "Learning curves. Arrow keys up and down go from combination to combination; " +
        "the table below holds what they end with.",
    });
    figure.append(this.#place);
    this.#plot = this.#build();
    new ResizeObserver(() => this.#fit()).observe(this.#place);
  }

  /** The element that receives keyboard events. */
  get keyboard(): HTMLElement {
    return this.#place;
  }

  /** Shows the curves of another metric. */
  show(name: string): void {
    this.#kind = this.#payload.kinds.find((kind) => kind.name === name) ?? this.#kind;
    this.#plot.destroy();
    this.#plot = this.#build();
  }

  /** Highlights a combination; `null` highlights none. */
  follow(place: number | null): void {
    if (place === null) this.#plot.setSeries(null, { focus: false }, false);
    else this.#plot.setSeries(this.#seriesOf(place), { focus: true }, false);
  }

  /** Redraws in the page's present colours. */
  redraw(): void {
    this.#plot.redraw(false, true);
  }

  /** The best combination is the last series, which is drawn over all others; series 0 are the epochs. */
  #seriesOf(place: number): number {
    return this.#payload.names.length - place;
  }

  #build(): uPlot {
    const { names, epochs } = this.#payload;
    const values = numbersOf(this.#tensors, this.#kind.name, "float32");
    const scale = this.#kind.unit === "share" ? 100 : 1;
    const curveOf = (place: number): (number | null)[] =>
      Array.from(
        values.subarray(place * epochs, (place + 1) * epochs),
        (value) => Number.isNaN(value) ? null : value * scale,
      );
    const places = names.map((_, place) => place).toReversed();
    const columns = [Array.from({ length: epochs }, (_, i) => i + 1), ...places.map(curveOf)];
    // uPlot accepts columns with gaps, but its type `AlignedData` does not describe ours.
    return new Plot(
      this.#options(places, columns.slice(1)),
      columns as uPlot.AlignedData,
      this.#place,
    );
  }

  #options(places: readonly number[], curves: readonly (number | null)[][]): uPlot.Options {
    const range = this.#range(curves);
    const isShare = this.#kind.unit === "share";
    return {
      width: this.#place.clientWidth,
      height: HEIGHT,
      legend: { show: false },
      scales: {
        x: { time: false, range: (_, min, max) => widened(min, max) },
        y: { range },
      },
      axes: [
        { ...axis("epoch"), size: 32, incrs: EPOCH_STEPS },
        {
          ...axis(`${this.#kind.title.toLowerCase()} (${isShare ? "%" : "nats"})`),
          size: 60,
          values: (_, splits, __, ___, step) => marks(splits, step),
        },
      ],
      series: [{ label: "epoch" }, ...places.map((place) => this.#series(place))],
      focus: { alpha: FADED },
      cursor: { y: false, points: { show: false }, focus: { prox: NEAR } },
      hooks: {
        setSeries: [(_, series, options) => {
          // The hook is called for focus and for curves that are shown or hidden; only focus matters.
          if (!("focus" in options)) return;
          this.#onPoint(series === null ? null : places.length - series);
        }],
      },
    };
  }

  #series(place: number): uPlot.Series {
    const tier = tierOf(place, this.#payload.names.length);
    return {
      label: this.#payload.names[place]!,
      width: WIDTHS[tier],
      stroke: () => colour(STROKES[tier]),
      points: { show: this.#payload.epochs === 1 },
    };
  }

  /** The range without outliers. The worst values are the lowest of a share and the highest of a loss. */
  #range(curves: readonly (number | null)[][]): [number, number] {
    const values = curves.flat().filter((value) => value !== null);
    const sign = this.#kind.unit === "share" ? -1 : 1;
    const [low, high] = robustRange(values.map((value) => sign * value));
    const room = (high - low || 1) / 20;
    const ends = [sign * (low - room), sign * (high + room)] as const;
    return [Math.min(...ends), Math.max(...ends)];
  }

  #fit(): void {
    const width = this.#place.clientWidth;
    if (width > 0 && width !== this.#plot.width) this.#plot.setSize({ width, height: HEIGHT });
  }
}
