/**
 * Computes round numbers for the ticks of an axis of shares.
 *
 * @module
 */

const STEPS = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5] as const;

/**
 * Round numbers from `low` to `high`, inclusive: as many as possible with a step of at least 0.001.
 *
 * @param most largest number of ticks, at least 3
 *
 * @example
 * ```ts
 * import { ticks } from "./ticks.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(ticks(0.913, 1, 5), [0.92, 0.94, 0.96, 0.98, 1]);
 * ```
 */
export function ticks(low: number, high: number, most: number): number[] {
  const step = STEPS.find((s) => Math.floor((high - low) / s) < most) ?? 1;
  // Divide integers by the number of steps per unit: adding steps up would accumulate rounding errors.
  const perUnit = Math.round(1 / step);
  const first = Math.ceil(low * perUnit - 1e-9);
  const last = Math.floor(high * perUnit + 1e-9);
  return Array.from({ length: last - first + 1 }, (_, i) => (first + i) / perUnit);
}
