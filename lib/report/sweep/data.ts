/**
 * What the page on a sweep is made of. Only so many combinations are shown as a person can take in and
 * a page can hold, the best ones.
 *
 * @module
 */
import type { History } from "../../data/artifacts.ts";
import { type Axis, metricAxis, paramAxis, type SweptParam, sweptParams } from "./axes.ts";
import type { Combination, SweepFacts } from "./facts.ts";

/** Combinations that the page shows at most. */
export const MOST_SHOWN = 500;

/** Metrics that have an axis, at most. */
const MOST_METRIC_AXES = 3;

/** How one combination learned: a value an epoch, `null` where there is none. */
export interface Learned {
  readonly validationLoss: readonly (number | null)[];
  readonly validationAccuracy: readonly (number | null)[];
  readonly trainLoss: readonly (number | null)[];
}

/** A sweep, ready to be shown. */
export interface SweepData {
  readonly facts: SweepFacts;
  /** The best first. */
  readonly shown: readonly Combination[];
  /** How each of these learned; `null` of one that failed. */
  readonly learned: readonly (Learned | null)[];
  readonly swept: readonly SweptParam[];
  /** Those that some combination gave, the one compared by first. */
  readonly metrics: readonly string[];
  readonly axes: readonly Axis[];
}

/** What the page keeps of a history. */
export function learnedOf({ epochs }: History): Learned {
  return {
    validationLoss: epochs.map(({ validationLoss }) => validationLoss),
    validationAccuracy: epochs.map(({ validationAccuracy }) => validationAccuracy),
    trainLoss: epochs.map(({ trainLoss }) => trainLoss),
  };
}

/**
 * The data of a page.
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

/** The part of the best, from 0: what the page tells apart by colour and width. */
export function tierOf(place: number, total: number): "best" | "good" | "other" {
  if (place === 0) return "best";
  return place < total / 5 ? "good" : "other";
}
