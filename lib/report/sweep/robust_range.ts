/**
 * The range of values that a chart shows.
 *
 * @module
 */

/** A value that is so many times further from the least than the median is counts as far off. */
const FAR = 20;

/**
 * The least and the greatest of the values; where some are far above the rest, the greatest of the
 * rest, so that trainings that diverged do not press all others into one line. `[0, 1]` without values.
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
