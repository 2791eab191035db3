/**
 * The cosine of multiples of π, computed with + - × ÷ alone, so that it has the same bits on every
 * machine.
 *
 * @module
 */

/**
 * cos(π t), within 3 units in the last place of the true value; exact at multiples of ½.
 *
 * @param t in half turns
 * @returns NaN if `t` is not finite
 *
 * @example
 * ```ts
 * import { cosPi } from "./cos_pi.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(cosPi(0), 1);
 * assertEquals(cosPi(0.5), 0);
 * assertEquals(cosPi(1), -1);
 * ```
 */
export function cosPi(t: number): number {
  const turn = Math.abs(t) % 2;
  const u = turn > 1 ? 2 - turn : turn;
  if (u === 0.5) return 0;
  return u > 0.5 ? -firstQuadrant(1 - u) : firstQuadrant(u);
}

/** cos(π u) of 0 ≤ u < ½, by the series whose argument is smaller. */
function firstQuadrant(u: number): number {
  return u > 0.25 ? sine(Math.PI * (0.5 - u)) : cosine(Math.PI * u);
}

/** x (1 - x²/(2·3) (1 - x²/(4·5) (1 - …))), for 0 ≤ x ≤ π/4. */
function sine(x: number): number {
  let nested = 1;
  for (let n = 16; n >= 2; n -= 2) nested = 1 - x * x / (n * (n + 1)) * nested;
  return x * nested;
}

/** 1 - x²/(1·2) (1 - x²/(3·4) (1 - …)), for 0 ≤ x ≤ π/4. */
function cosine(x: number): number {
  let nested = 1;
  for (let n = 18; n >= 2; n -= 2) nested = 1 - x * x / ((n - 1) * n) * nested;
  return nested;
}
