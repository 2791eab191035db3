/**
 * Computes the range of values that a chart shows, without outliers.
 *
 * @module
 */

/** A value is an outlier if its distance from the lowest exceeds this many times the median's. */
const FAR = 20;

/**
 * The lowest value, and the highest value that is not an outlier, so that diverged trainings do not compress
 * all others into one line. `[0, 1]` without values.
 *
 * @example
 * ```ts
 * import { robustRange } from "./robust_range.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const losses = [0.3, 0.31, 0.35, 0.39];
 * assertEquals(robustRange(losses), [0.3, 0.39]);
 * assertEquals(robustRange([...losses, 62, 2000]), [0.3, 0.39]);
 * ```
 */
export function robustRange(values: readonly number[]): [low: number, high: number] {
  const sorted = values.filter((value) => Number.isFinite(value)).sort((a, b) => a - b);
  const [low] = sorted;
  if (low === undefined) return [0, 1];
  const median = sorted[Math.floor((sorted.length - 1) / 2)]!;
  const far = low + FAR * (median - low);
  return [low, (median > low ? sorted.findLast((value) => value <= far) : sorted.at(-1))!];
}
