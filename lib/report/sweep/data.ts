/**
 * The data of the sweep page. Of very many combinations it keeps only the best, because readers and browsers
 * cannot handle more.
 *
 * @module
 */
import type { History } from "../../data/artifacts.ts";
import { type Axis, metricAxis, paramAxis, type SweptParam, sweptParams } from "./axes.ts";
import type { Combination, SweepFacts } from "./facts.ts";

/** Largest number of combinations on the page. */
export const MOST_SHOWN = 500;

/** Largest number of axes for metrics. */
const MOST_METRIC_AXES = 3;

/** The learning curves of a combination: a value for each epoch, `null` if it is missing. */
export interface Learned {
  readonly validationLoss: readonly (number | null)[];
  readonly validationAccuracy: readonly (number | null)[];
  readonly trainLoss: readonly (number | null)[];
}

/** The data that the page shows. */
export interface SweepData {
  readonly facts: SweepFacts;
  /** Combinations on the page, the best first. */
  readonly shown: readonly Combination[];
  /** Learning curves of these combinations; `null` for a failed one. */
  readonly learned: readonly (Learned | null)[];
  readonly swept: readonly SweptParam[];
  /** Metrics that at least one combination has; the metric that they are compared by comes first. */
  readonly metrics: readonly string[];
  readonly axes: readonly Axis[];
}

/** The learning curves in a history. */
export function learnedOf({ epochs }: History): Learned {
  return {
    validationLoss: epochs.map(({ validationLoss }) => validationLoss),
    validationAccuracy: epochs.map(({ validationAccuracy }) => validationAccuracy),
    trainLoss: epochs.map(({ trainLoss }) => trainLoss),
  };
}

/**
 * Makes the data of the page.
 *
 * @example
 * ```ts
 * import { sweepData } from "./data.ts";
 * import { sweptFixture } from "../../../tests/report/sweep_fixture.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const { facts, learned } = sweptFixture();
 * const { axes } = sweepData(facts, learned);
 * assertEquals(axes.map(({ name }) => name), [
 *   "learningRate", "l2", "validation.loss", "validation.accuracy",
 * ]);
 * ```
 */
export function sweepData(facts: SweepFacts, learned: readonly (Learned | null)[]): SweepData {
  const shown = facts.combinations.slice(0, MOST_SHOWN);
  const swept = sweptParams(facts.combinations);
  const given = facts.metrics.filter(({ name }) =>
    shown.some(({ metrics }) => metrics[name] !== undefined)
  ).toSorted((a, b) => Number(b.name === facts.by) - Number(a.name === facts.by));
  return {
    facts,
    shown,
    learned: learned.slice(0, MOST_SHOWN),
    swept,
    metrics: given.map(({ name }) => name),
    axes: [
      ...swept.filter(({ values }) => values.length > 1).map((one) => paramAxis(one, swept)),
      ...given.slice(0, MOST_METRIC_AXES).map((one) => metricAxis(one, shown)),
    ],
  };
}

/** The tier of a combination by its rank, from 0. Lines of each tier have their own colour and width. */
export function tierOf(place: number, total: number): "best" | "good" | "other" {
  if (place === 0) return "best";
  return place < total / 5 ? "good" : "other";
}
