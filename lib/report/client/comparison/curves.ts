/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
/**
 * Draws the learning curves of two runs into the same charts.
 *
 * @module
 */
import type { OverlaidChart } from "../../comparison/charts.ts";
import { decimal, percent } from "../../format.ts";
import { CurveChart } from "../curve_chart.ts";
import type { CurveChartSpec } from "../curve_spec.ts";

/** No epoch is marked: epochs count from 1. */
const NO_EPOCH = 0;

/**
 * Draws a chart into each figure with `data-chart`. All charts highlight the same epoch. Returns a function
 * that redraws them in the page's present colours.
 */
export function startCurves(charts: readonly OverlaidChart[]): () => void {
  const drawn: CurveChart[] = [];
  const pointAll = (index: number | null) => drawn.forEach((chart) => chart.pointAt(index));
  for (const chart of charts) {
    const figure = document.querySelector<HTMLElement>(`[data-chart="${chart.name}"]`);
    if (figure !== null) drawn.push(new CurveChart(figure, specOf(chart), pointAll));
  }
  return () => drawn.forEach((chart) => chart.redraw());
}

function specOf({ name, title, unit, epochs, a, b }: OverlaidChart): CurveChartSpec {
  const isShare = unit === "share";
  const inUnit = (value: number | null) => isShare && value !== null ? value * 100 : value;
  return {
    name,
    title: `${title} by epoch, A and B`,
    axis: isShare ? "accuracy (%)" : "loss (nats)",
    limits: [0, isShare ? 100 : null],
    canBeLog: !isShare,
    epochs,
    chosenEpoch: NO_EPOCH,
    format: (value) => isShare ? percent(value === null ? null : value / 100) : decimal(value, 4),
    curves: [{ label: "A", values: a.map(inUnit) }, { label: "B", values: b.map(inUnit) }],
  };
}
