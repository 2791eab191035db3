/**
 * The axes of parallel coordinates: one for each swept param and each metric, with the position of each
 * combination.
 *
 * @module
 */
import type { Combination, MetricFacts, ParamValue } from "./facts.ts";
import { robustRange } from "./robust_range.ts";

/** A tick on an axis. `at` is from 0, the top, to 1. */
export interface Mark {
  readonly at: number;
  readonly text: string;
}

/** One axis. */
export interface Axis {
  readonly kind: "param" | "metric";
  readonly name: string;
  readonly marks: readonly Mark[];
  /** The position of a combination, from 0, the top, to 1; `null` if it has no value. */
  readonly placeOf: (combination: Combination) => number | null;
}

/** A swept param with its values in ascending order. */
export interface SweptParam {
  readonly stage: string;
  readonly param: string;
  readonly values: readonly ParamValue[];
}

/**
 * The swept params, in the order of their first occurrence.
 *
 * @example
 * ```ts
 * import { sweptParams } from "./axes.ts";
 * import { combination } from "../../../tests/report/sweep_fixture.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const swept = sweptParams([combination({ rate: 2 }), combination({ rate: 1 })]);
 * assertEquals(swept, [{ stage: "train", param: "rate", values: [1, 2] }]);
 * ```
 */
export function sweptParams(combinations: readonly Combination[]): SweptParam[] {
  const found = new Map<string, { stage: string; param: string; values: Set<ParamValue> }>();
  for (const { params } of combinations) {
    for (const [stage, own] of Object.entries(params)) {
      for (const [param, value] of Object.entries(own)) {
        const name = `${stage}.${param}`;
        const entry = found.get(name) ?? { stage, param, values: new Set() };
        found.set(name, entry);
        entry.values.add(value);
      }
    }
  }
  return [...found.values()].map(({ stage, param, values }) => ({
    stage,
    param,
    values: [...values].sort(inOrder),
  }));
}

function inOrder(a: ParamValue, b: ParamValue): number {
  if (typeof a === "number" && typeof b === "number") return a - b;
  return a === b ? 0 : a < b ? -1 : 1;
}

/** The name of a param on the page: without its stage, if no other stage has a param of this name. */
export function shownName({ stage, param }: SweptParam, all: readonly SweptParam[]): string {
  return all.filter((other) => other.param === param).length === 1 ? param : `${stage}.${param}`;
}

/** The axis of a param. Its values have equal distances, with the largest on top. */
export function paramAxis(swept: SweptParam, all: readonly SweptParam[]): Axis {
  const { stage, param, values } = swept;
  const placeAt = (i: number): number => values.length === 1 ? 0.5 : 1 - i / (values.length - 1);
  const step = Math.ceil(values.length / MOST_MARKS);
  return {
    kind: "param",
    name: shownName(swept, all),
    marks: values.map((value, i) => ({ at: placeAt(i), text: String(value) }))
      .filter((_, i) => i % step === 0),
    placeOf: ({ params }) => {
      const value = params[stage]?.[param];
      const i = value === undefined ? -1 : values.indexOf(value);
      return i === -1 ? null : placeAt(i);
    },
  };
}

/** Largest number of ticks on the axis of a param. */
const MOST_MARKS = 12;

/**
 * The axis of a metric, with the better end on top.
 *
 * @example
 * ```ts
 * import { metricAxis } from "./axes.ts";
 * import { combination } from "../../../tests/report/sweep_fixture.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const all = [0.2, 0.4, 0.3].map((loss) => combination({ rate: 1 }, { loss }));
 * const axis = metricAxis({ name: "loss", description: "", better: "lower" }, all);
 * assertEquals(all.map(axis.placeOf).map((at) => Math.round(10 * at!)), [0, 10, 5]);
 * ```
 */
export function metricAxis(
  { name, better }: MetricFacts,
  combinations: readonly Combination[],
): Axis {
  const sign = better === "lower" ? 1 : -1;
  const costs = combinations.flatMap(({ metrics }) => metrics[name] ?? []).map((v) => sign * v);
  const [low, high] = robustRange(costs);
  const [best, span] = [sign * low, sign * (high - low)];
  const isCut = costs.some((cost) => cost > high);
  const text = (value: number): string => String(Number(value.toPrecision(4)));
  const marks = [0, 0.25, 0.5, 0.75, 1].map((at) => ({
    at,
    text: text(best + at * span) + (isCut && at === 1 ? " or worse" : ""),
  }));
  return {
    kind: "metric",
    name,
    marks: span === 0 ? [{ at: 0.5, text: text(best) }] : marks,
    placeOf: ({ metrics }) => {
      const value = metrics[name];
      if (value === undefined) return null;
      return span === 0 ? 0.5 : Math.min(1, Math.max(0, (value - best) / span));
    },
  };
}
