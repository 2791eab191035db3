/**
 * Which curves there are, and what is drawn in each.
 *
 * @module
 */
import type { Epoch } from "../../data/artifacts.ts";
import { decimal, percent } from "../format.ts";
import { CurveChart } from "./curve_chart.ts";
import type { CurveChartSpec } from "./curve_spec.ts";

/**
 * Draws a chart into each figure with `data-chart`; all of them point at the same epoch. Returns what
 * draws them again in the page's present colours.
 */
export function startCurves(epochs: readonly Epoch[]): () => void {
  const charts: CurveChart[] = [];
  const pointAll = (index: number | null) => charts.forEach((chart) => chart.pointAt(index));
  for (const spec of epochs.length === 0 ? [] : chartSpecs(epochs)) {
    const figure = document.querySelector<HTMLElement>(`[data-chart="${spec.name}"]`);
    if (figure !== null) charts.push(new CurveChart(figure, spec, pointAll));
  }
  return () => charts.forEach((chart) => chart.redraw());
}

function chartSpecs(epochs: readonly Epoch[]): CurveChartSpec[] {
  const places = epochs.map(({ epoch }) => epoch);
  return [{
    name: "loss",
    title: "Loss by epoch",
    axis: "loss (nats)",
    limits: [0, null],
    epochs: places,
    format: (value) => decimal(value, 4),
    curves: [
      { label: "training", values: epochs.map((epoch) => epoch.trainLoss) },
      { label: "validation", values: epochs.map((epoch) => epoch.validationLoss) },
    ],
  }, {
    name: "accuracy",
    title: "Accuracy by epoch",
    axis: "accuracy (%)",
    limits: [0, 100],
    epochs: places,
    format: (value) => percent(value === null ? null : value / 100),
    curves: [
      { label: "training", values: epochs.map((epoch) => epoch.trainAccuracy * 100) },
      { label: "validation", values: epochs.map((epoch) => asPercent(epoch.validationAccuracy)) },
    ],
  }];
}

function asPercent(share: number | null): number | null {
  return share === null ? null : share * 100;
}
