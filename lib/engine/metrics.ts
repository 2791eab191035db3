/**
 * The headline figures that a pipeline's stages declare: which stage gives one, and which of two
 * values is the better one.
 *
 * @module
 */
import type { Pipeline } from "./graph.ts";
import type { MetricSpec } from "./stage.ts";

/** A declared metric with the stage that gives it. */
export interface DeclaredMetric extends MetricSpec {
  readonly name: string;
  readonly stage: string;
}

/**
 * All metrics that the stages of a pipeline declare, in topological order.
 *
 * @example
 * ```ts
 * import { declaredMetrics } from "./metrics.ts";
 * import { connect, definePipeline } from "./graph.ts";
 * import { defineStage } from "./stage.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const guess = defineStage({
 *   module: import.meta.url, name: "guess", description: "guesses", inputs: {}, params: {},
 *   outputs: { x: "a guess" },
 *   metrics: { error: { better: "lower", description: "how far off it is" } },
 *   run: () => ({ x: 1 }),
 * });
 * const [error] = declaredMetrics(definePipeline([connect(guess, {})]));
 * assertEquals([error?.name, error?.stage, error?.better], ["error", "guess", "lower"]);
 * ```
 */
export function declaredMetrics({ nodes }: Pipeline): DeclaredMetric[] {
  return nodes.flatMap(({ name: stage, stage: { metrics = {} } }) =>
    Object.entries(metrics).map(([name, spec]) => ({ name, stage, ...spec }))
  );
}

/**
 * Which end of a metric is the better one; `null` where no stage declares it, as a past run's figure
 * whose stage has gone.
 *
 * @example
 * ```ts
 * import { betterEnd } from "./metrics.ts";
 * import { definePipeline } from "./graph.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(betterEnd(definePipeline([]), "loss"), null);
 * ```
 */
export function betterEnd(pipeline: Pipeline, metric: string): MetricSpec["better"] | null {
  return declaredMetrics(pipeline).find(({ name }) => name === metric)?.better ?? null;
}

/**
 * Compares two values of a metric, the better one first; a value that is missing or NaN is worse than
 * any other.
 *
 * @example
 * ```ts
 * import { compareMetric } from "./metrics.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const losses = [0.5, undefined, 0.2, NaN].toSorted((a, b) => compareMetric("lower", a, b));
 * assertEquals(losses.slice(0, 2), [0.2, 0.5]);
 * ```
 */
export function compareMetric(
  better: MetricSpec["better"],
  a: number | undefined,
  b: number | undefined,
): number {
  if (!isKnown(a) || !isKnown(b)) return Number(isKnown(b)) - Number(isKnown(a));
  const rising = Number(a > b) - Number(a < b);
  return better === "lower" ? rising : -rising;
}

function isKnown(value: number | undefined): value is number {
  return value !== undefined && !Number.isNaN(value);
}
