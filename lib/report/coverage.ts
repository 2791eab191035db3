/**
 * Accuracy by coverage: the accuracy of the model's most confident predictions.
 *
 * @module
 */
import type { Example } from "./example.ts";
import { isMistake } from "./mistakes.ts";

/** The most confident predictions of a given share. */
export interface CoveragePoint {
  /** Share of all predictions. */
  readonly coverage: number;
  readonly count: number;
  /** The lowest confidence among these predictions. */
  readonly threshold: number;
  readonly errors: number;
  readonly accuracy: number;
}

/**
 * Computes a point for each of `coverages`. Each point has at least one prediction.
 *
 * @param ranked at least one prediction, the most confident first
 * @param coverages shares above 0, at most 1
 *
 * @example
 * ```ts
 * import { accuracyByCoverage } from "./coverage.ts";
 * import { reportData } from "./report_data.ts";
 * import { fixture } from "../../tests/report/fixture.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const { ranked, metrics } = reportData(fixture({}));
 * const [all] = accuracyByCoverage(ranked, [1]);
 * assertEquals([all!.count, all!.errors], [metrics.examples, metrics.errors]);
 * ```
 */
export function accuracyByCoverage(
  ranked: readonly Example[],
  coverages: readonly number[],
): CoveragePoint[] {
  let errors = 0;
  const errorsUpTo = ranked.map((answer) => errors += Number(isMistake(answer)));
  return coverages.map((coverage) => {
    const count = Math.max(1, Math.round(coverage * ranked.length));
    const errors = errorsUpTo[count - 1]!;
    const threshold = ranked[count - 1]!.confidence;
    return { coverage, count, threshold, errors, accuracy: 1 - errors / count };
  });
}
