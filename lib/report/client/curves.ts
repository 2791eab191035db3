/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
/**
 * The report's charts and their curves.
 *
 * @module
 */
import type { Epoch } from "../../data/artifacts.ts";
import { decimal, percent } from "../format.ts";
import type { Payload } from "../payload.ts";
import { CurveChart } from "./curve_chart.ts";
import type { CurveChartSpec } from "./curve_spec.ts";

/**
 * Draws a chart into each figure with `data-chart`. All charts highlight the same epoch. Returns a function
 * that redraws them in the page's present colours.
 */
export function startCurves({ epochs, chosenEpoch }: Payload): () => void {
  const charts: CurveChart[] = [];
  const pointAll = (index: number | null) => charts.forEach((chart) => chart.pointAt(index));
  for (const spec of epochs.length === 0 ? [] : chartSpecs(epochs, chosenEpoch)) {
    const figure = document.querySelector<HTMLElement>(`[data-chart="${spec.name}"]`);
    if (figure !== null) charts.push(new CurveChart(figure, spec, pointAll));
  }
  return () => charts.forEach((chart) => chart.redraw());
}

function chartSpecs(epochs: readonly Epoch[], chosenEpoch: number): CurveChartSpec[] {
  const common = {
    limits: [0, null],
    canBeLog: true,
    epochs: epochs.map(({ epoch }) => epoch),
    chosenEpoch,
    format: (value: number | null) => decimal(value, 4),
  } as const;
  return [{
    ...common,
    name: "loss",
    title: "Loss by epoch",
    axis: "loss (nats)",
    curves: [
      { label: "training", values: epochs.map((epoch) => epoch.trainLoss) },
      { label: "validation", values: epochs.map((epoch) => epoch.validationLoss) },
    ],
  }, {
    ...common,
    name: "accuracy",
    title: "Accuracy by epoch",
    axis: "accuracy (%)",
    limits: [0, 100],
    canBeLog: false,
    format: (value) => percent(value === null ? null : value / 100),
    curves: [
      { label: "training", values: epochs.map((epoch) => epoch.trainAccuracy * 100) },
      { label: "validation", values: epochs.map((epoch) => asPercent(epoch.validationAccuracy)) },
    ],
  }, {
    ...common,
    name: "rate",
    title: "Learning rate by epoch",
    axis: "learning rate",
    curves: [{ label: "learning rate", values: epochs.map((epoch) => epoch.learningRate) }],
  }, {
    ...common,
    name: "gradient",
    title: "Gradient norm by epoch",
    axis: "length of the gradient",
    curves: [{ label: "gradient norm", values: epochs.map((epoch) => epoch.gradientNorm) }],
  }];
}

function asPercent(share: number | null): number | null {
  return share === null ? null : share * 100;
}
