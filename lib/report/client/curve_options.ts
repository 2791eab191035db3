/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
/**
 * Translates a chart into options of uPlot. Colours are read from the style sheet on each drawing, so that
 * they follow the theme. Numbers have the same format in every locale.
 *
 * @module
 */
import type uPlot from "uplot";
import type { CurveChartSpec } from "./curve_spec.ts";

const FONT = "12px system-ui, sans-serif";

/** Possible distances of ticks on the epoch axis, in whole epochs. */
export const EPOCH_STEPS = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000];

/** Dash patterns, which distinguish curves without colour. */
const DASHES: readonly (readonly number[])[] = [[], [7, 4]];

/** uPlot's name for a logarithmic scale. */
const LOGARITHMIC = 3;

/** The size and scale of a chart. Sizes are in CSS pixels. */
export interface CurveView {
  readonly width: number;
  readonly height: number;
  readonly log: boolean;
}

/** The options of a chart. */
export function chartOptions(spec: CurveChartSpec, view: CurveView): uPlot.Options {
  return {
    width: view.width,
    height: view.height,
    legend: { show: false },
    scales: {
      x: { time: false, range: (_, min, max) => widened(min, max) },
      y: view.log
        ? { distr: LOGARITHMIC, range: (_, min, max) => [(min || 1) / 1.15, (max || 1) * 1.15] }
        : { range: (_, min, max) => padded(min, max, spec.limits) },
    },
    axes: [
      {
        ...axis("epoch"),
        size: 32,
        incrs: EPOCH_STEPS,
        values: (_, splits) => splits.map((at) => epochMark(at, spec.epochs)),
      },
      {
        ...axis(spec.axis),
        size: 60,
        values: (_, splits, __, ___, step) =>
          view.log
            ? splits.map((value) => value === null ? "" : plain(value))
            : marks(splits, step),
      },
    ],
    series: [
      { label: "epoch" },
      ...spec.curves.map(({ label }, i) => series(label, i, spec.epochs.length)),
    ],
    cursor: { y: false, points: { size: 9, fill: (_, i) => colour(`--series-${i}`) } },
    hooks: { draw: [(plot) => markEpoch(plot, spec)] },
  };
}

/** Draws a dotted line at the epoch whose weights the model has. */
function markEpoch(plot: uPlot, { chosenEpoch, limits }: CurveChartSpec): void {
  const { left, top, width, height } = plot.bbox;
  const x = Math.round(plot.valToPos(chosenEpoch, "x", true));
  if (x < left || x > left + width) return;
  const { ctx } = plot;
  ctx.save();
  ctx.strokeStyle = ctx.fillStyle = colour("--muted");
  ctx.setLineDash([2 * devicePixelRatio, 4 * devicePixelRatio]);
  ctx.lineWidth = 2 * devicePixelRatio;
  ctx.beginPath();
  ctx.moveTo(x, top);
  ctx.lineTo(x, top + height);
  ctx.stroke();
  ctx.font = `${12 * devicePixelRatio}px system-ui, sans-serif`;
  ctx.textAlign = "right";
  // Losses fall and shares rise, so the label goes into the corner that the curves leave free.
  const falls = limits[1] === null;
  ctx.fillText(
    "this model ",
    x,
    top + (falls ? 12 * devicePixelRatio : height - 6 * devicePixelRatio),
  );
  ctx.restore();
}

function series(label: string, place: number, epochs: number): uPlot.Series {
  return {
    label,
    width: 2,
    stroke: () => colour(`--series-${place + 1}`),
    dash: [...DASHES[place % DASHES.length]!],
    points: { show: epochs <= 40, size: 5, fill: () => colour("--paper") },
  };
}

/** An axis in the page's colours at the time of drawing. */
export function axis(label: string): uPlot.Axis {
  const line = { width: 1, stroke: () => colour("--line") };
  return {
    label,
    font: FONT,
    labelFont: FONT,
    labelSize: 22,
    stroke: () => colour("--muted"),
    grid: line,
    ticks: { ...line, size: 4 },
  };
}

/** Adds space on both sides of a single epoch. */
export function widened(min: number, max: number): [number, number] {
  return min === max ? [min - 0.5, max + 0.5] : [min, max];
}

/** Adds a tenth of the range above and below, within the limits; equal values get some space, too. */
function padded(
  min: number,
  max: number,
  [lowest, highest]: CurveChartSpec["limits"],
): [number, number] {
  const room = (max - min || Math.abs(max) || 1) / 10;
  return [Math.max(lowest, min - room), Math.min(highest ?? Infinity, max + room)];
}

/** The text of a tick; empty where there is no epoch, which is beside a single one. */
function epochMark(at: number, epochs: readonly number[]): string {
  return epochs.includes(at) ? String(at) : "";
}

/** The texts of ticks, with as many decimals as their distance needs. */
export function marks(splits: readonly number[], step: number): string[] {
  let decimals = 0;
  while (decimals < 6 && Number(step.toFixed(decimals)) !== step) decimals++;
  return splits.map((value) => value.toFixed(decimals));
}

function plain(value: number): string {
  return String(Number(value.toPrecision(3)));
}

/** The present value of a colour in the style sheet. */
export function colour(property: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(property);
}
