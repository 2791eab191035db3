/**
 * The exponential function, computed with + - × ÷ alone. `Math.exp` may differ in the last bit between
 * JavaScript engines; this function returns the same bits everywhere.
 *
 * @module
 */
import { powerOfTwo } from "./float64.ts";
import { LN2, LN2_HIGH, LN2_LOW } from "./ln2.ts";

/** Above this, exp(x) exceeds the largest double. */
const OVERFLOW = 709.782712893384;
/** Below this, exp(x) rounds to 0. */
const UNDERFLOW = -745.1332191019412;

/**
 * e^x, within 1 unit in the last place of the true value.
 *
 * With x = k ln 2 + r and |r| ≤ ½ ln 2, e^x = 2^k e^r, and e^r is a short Taylor series.
 *
 * @param x any number
 * @returns NaN if `x` is NaN
 *
 * @example
 * ```ts
 * import { exp } from "./exp.ts";
 * import { assertAlmostEquals, assertEquals } from "@std/assert";
 *
 * assertEquals(exp(0), 1);
 * assertAlmostEquals(exp(1), Math.E, 1e-15);
 * assertEquals(exp(-Infinity), 0);
 * ```
 */
export function exp(x: number): number {
  if (Number.isNaN(x)) return x;
  if (x > OVERFLOW) return Infinity;
  if (x < UNDERFLOW) return 0;

  const k = Math.round(x / LN2);
  const high = x - k * LN2_HIGH;
  const low = k * LN2_LOW;
  const r = high - low;
  // Add the small terms first, so that only the last sum has a rounding error of full size.
  const power = 1 + (high + (r * r * tail(r) - low));

  // Use two factors, because 2^k itself may be out of range; only the second product can round.
  const half = k >> 1;
  return power * powerOfTwo(half) * powerOfTwo(k - half);
}

/** (e^r - 1 - r) / r² = 1/2! + r/3! + r²/4! + … The terms left out change e^r by less than 2^-57. */
function tail(r: number): number {
  let sum = 0;
  for (let n = INVERSE_FACTORIALS.length - 1; n >= 2; n--) {
    sum = sum * r + INVERSE_FACTORIALS[n]!;
  }
  return sum;
}

/** From 1/0! to 1/13!. Each factorial is exact in a double, so each quotient is rounded once. */
const INVERSE_FACTORIALS = inverseFactorials(13);

function inverseFactorials(last: number): Float64Array {
  const inverses = new Float64Array(last + 1);
  let factorial = 1;
  for (let n = 0; n <= last; n++) {
    if (n > 0) factorial *= n;
    inverses[n] = 1 / factorial;
  }
  return inverses;
}
