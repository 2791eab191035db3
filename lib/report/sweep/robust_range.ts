/**
 * The range of values that a chart shows.
 *
 * @module
 */

/** Beyond this many times the span of the rest a value counts as far off. */
const FAR = 3;

/**
 * The least and the greatest of the values; where a few are far above the rest, the greatest of the
 * rest, so that trainings that diverged do not press all others into one line. `[0, 1]` without values.
 *
 * @example
 * ```ts
 * import { robustRange } from "./robust_range.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const losses = Array.from({ length: 40 }, (_, i) => 0.3 + i / 100);
 * assertEquals(robustRange(losses), [0.3, 0.69]);
 * assertEquals(robustRange([...losses, 2000])[1] < 1, true);
 * ```
 */
export function robustRange(values: readonly number[]): [low: number, high: number] {
  const sorted = values.filter((value) => Number.isFinite(value)).sort((a, b) => a - b);
  const [low] = sorted;
  if (low === undefined) return [0, 1];
  const high = sorted.at(-1)!;
  const most = sorted[Math.floor(0.9 * (sorted.length - 1))]!;
  return [low, high - low > FAR * (most - low) && most > low ? most : high];
}
