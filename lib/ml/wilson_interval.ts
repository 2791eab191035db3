/**
 * A confidence interval for an accuracy, from the number of examples that it was measured on.
 *
 * @module
 */

/** The standard normal distribution's 97.5 % quantile. */
const Z = 1.959963984540054;

/**
 * The 95 % Wilson score interval of a share: all shares p from which the observed share differs by at most
 * Z standard errors √(p (1 - p) / N). Unlike "share ± error" it stays within [0, 1], even at 0 and at 1.
 *
 * @param successes from 0 to N
 * @param N from 1 up
 *
 * @example The lecture's 92.16 %
 * ```ts
 * import { wilsonInterval } from "./wilson_interval.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(wilsonInterval(9216, 10_000).map((p) => p.toFixed(4)), ["0.9162", "0.9267"]);
 * ```
 */
export function wilsonInterval(successes: number, N: number): [lower: number, upper: number] {
  return [lowerEnd(successes, N), 1 - lowerEnd(N - successes, N)];
}

/** The lower solution p of (successes / N - p)² = Z² p (1 - p) / N. It is exactly 0 if `successes` is 0. */
function lowerEnd(successes: number, N: number): number {
  const half = Z * Math.sqrt(successes * (N - successes) / N + Z * Z / 4);
  return (successes + Z * Z / 2 - half) / (N + Z * Z);
}
