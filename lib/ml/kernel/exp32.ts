/**
 * The exponential function in single precision, as the kernel computes it: the same operations in
 * the same order, each rounded to single precision.
 *
 * @module
 */
const f = Math.fround;

/** Below this the result is 0: e^x would become subnormal a little further down. */
export const LOWEST = f(-87.3);

/** 1.5 · 2²³: single-precision numbers of that size have no fraction, so adding it rounds to an integer. */
const MAGIC = 12_582_912;
const INVERSE_LN2 = f(1.4426950408889634);
/** ln 2 in two parts: the first has 9 bits, so that its product with k is exact. */
const LN2_HIGH = 0.693359375;
const LN2_LOW = f(-0.00021219444005469057);
/** From 1/7! to 1/2!. */
const INVERSE_FACTORIALS = Float32Array.from(
  [5040, 720, 120, 24, 6, 2],
  (factorial) => 1 / factorial,
);
/** From 2⁰ to 2^-126. */
const POWERS = Float32Array.from({ length: 127 }, (_, k) => inversePowerOfTwo(k));

function inversePowerOfTwo(k: number): number {
  let power = 1;
  for (let i = 0; i < k; i++) power /= 2;
  return power;
}

/**
 * e^x, within 1.1 units in the last place of the true value down to `LOWEST`.
 *
 * With x = k ln 2 + r and |r| ≤ ½ ln 2, e^x = 2^k e^r, and e^r is a Taylor series of degree 7.
 *
 * @param x in single precision, at most 0
 * @returns 0 if `x` is below `LOWEST`; NaN if it is NaN
 *
 * @example
 * ```ts
 * import { exp32 } from "./exp32.ts";
 * import { assertAlmostEquals, assertEquals } from "@std/assert";
 *
 * assertEquals(exp32(0), 1);
 * assertAlmostEquals(exp32(-1), 1 / Math.E, 3e-8);
 * assertEquals(exp32(-Infinity), 0);
 * ```
 */
export function exp32(x: number): number {
  if (x < LOWEST) return 0;
  const k = f(f(f(x * INVERSE_LN2) + MAGIC) - MAGIC);
  const r = f(f(x - f(k * LN2_HIGH)) - f(k * LN2_LOW));
  let tail = INVERSE_FACTORIALS[0]!;
  for (let n = 1; n < 6; n++) tail = f(f(tail * r) + INVERSE_FACTORIALS[n]!);
  const power = f(1 + f(r + f(f(r * r) * tail)));
  return f(power * (POWERS[-k] ?? NaN));
}
