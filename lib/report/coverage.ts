/**
 * How good the model would be if it answered only where it is sure: accuracy by coverage.
 *
 * @module
 */
import { type Example, mostConfidentFirst } from "./example.ts";

/** The answers that are kept when only the surest count. */
export interface CoveragePoint {
  /** Share of all answers, as it was asked for. */
  readonly coverage: number;
  readonly count: number;
  /** The lowest confidence among them. */
  readonly threshold: number;
  readonly errors: number;
  readonly accuracy: number;
}

/**
 * One point for each of `coverages`; each keeps at least one answer.
 *
 * @param examples at least one
 * @param coverages shares above 0, at most 1
 *
 * @example
 * ```ts
 * import { accuracyByCoverage } from "./coverage.ts";
 * import { allExamples } from "./example.ts";
 * import { fixture } from "../../tests/report/fixture.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const { test, predictions, metrics } = fixture({});
 * const [all] = accuracyByCoverage(allExamples(test, predictions), [1]);
 * assertEquals([all!.count, all!.errors], [metrics.examples, metrics.errors]);
 * ```
 */
export function accuracyByCoverage(
  examples: readonly Example[],
  coverages: readonly number[],
): CoveragePoint[] {
  const sorted = [...examples].sort(mostConfidentFirst);
  let errors = 0;
  const errorsUpTo = sorted.map(({ label, predicted }) => errors += Number(label !== predicted));
  return coverages.map((coverage) => {
    const count = Math.max(1, Math.round(coverage * sorted.length));
    const errors = errorsUpTo[count - 1]!;
    const threshold = sorted[count - 1]!.confidence;
    return { coverage, count, threshold, errors, accuracy: 1 - errors / count };
  });
}
