/**
 * The charts of two runs: one for each metric, with a curve for each run. A metric that one of the runs
 * lacks has no chart.
 *
 * @module
 */
import type { Epoch } from "../../data/artifacts.ts";

/** One metric of both runs. Values are `null` where a run has no such epoch. */
export interface OverlaidChart {
  readonly name: string;
  readonly title: string;
  readonly split: "training" | "validation";
  /** `share`: from 0 to 1. */
  readonly unit: "nats" | "share";
  /** From 1. */
  readonly epochs: readonly number[];
  readonly a: readonly (number | null)[];
  readonly b: readonly (number | null)[];
}

type Measure = "trainLoss" | "trainAccuracy" | "validationLoss" | "validationAccuracy";

const MEASURES: readonly (
  & Pick<OverlaidChart, "name" | "title" | "split" | "unit">
  & { readonly measure: Measure }
)[] = [
  {
    name: "train-loss",
    title: "Training loss",
    split: "training",
    unit: "nats",
    measure: "trainLoss",
  },
  {
    name: "validation-loss",
    title: "Validation loss",
    split: "validation",
    unit: "nats",
    measure: "validationLoss",
  },
  {
    name: "train-accuracy",
    title: "Training accuracy",
    split: "training",
    unit: "share",
    measure: "trainAccuracy",
  },
  {
    name: "validation-accuracy",
    title: "Validation accuracy",
    split: "validation",
    unit: "share",
    measure: "validationAccuracy",
  },
];

/**
 * The charts for the epochs of two runs.
 *
 * @example
 * ```ts
 * import { chartsOf } from "./charts.ts";
 * import { fixture } from "../../../tests/report/fixture.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const { epochs } = fixture({ epochs: 3, validation: false }).history;
 * const charts = chartsOf(epochs, epochs.slice(0, 1));
 * assertEquals(charts.map(({ name }) => name), ["train-loss", "train-accuracy"]);
 * assertEquals(charts[0]!.b, [epochs[0]!.trainLoss, null, null]);
 * ```
 */
export function chartsOf(a: readonly Epoch[], b: readonly Epoch[]): OverlaidChart[] {
  const longest = a.length > b.length ? a : b;
  const epochs = longest.map(({ epoch }) => epoch);
  return MEASURES.map(({ measure, ...chart }) => ({
    ...chart,
    epochs,
    a: epochs.map((_, i) => a[i]?.[measure] ?? null),
    b: epochs.map((_, i) => b[i]?.[measure] ?? null),
  })).filter(({ a, b }) => [a, b].every((values) => values.some((value) => value !== null)));
}
