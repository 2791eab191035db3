/**
 * The natural logarithm, computed with + - × ÷ alone. `Math.log` may differ in the last bit between
 * JavaScript engines; this function returns the same bits everywhere.
 *
 * @module
 */
import { significandAndExponent } from "./float64.ts";
import { LN2_HIGH, LN2_LOW } from "./ln2.ts";

const SMALLEST_NORMAL = 2.2250738585072014e-308;
const TWO_54 = 0x40_0000_0000_0000;

/**
 * ln x, within 1 unit in the last place of the true value.
 *
 * With x = 2^k (1 + f) and √½ ≤ 1 + f < √2, ln x = k ln 2 + ln(1 + f). With s = f / (2 + f),
 * ln(1 + f) = 2 artanh s = 2 s + 2 s³/3 + 2 s⁵/5 + …
 *
 * @param x any number
 * @returns -Infinity if `x` is 0; NaN if it is negative or NaN
 *
 * @example
 * ```ts
 * import { log } from "./log.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(log(1), 0);
 * assertEquals(log(10), 2.302585092994046);
 * assertEquals(log(0), -Infinity);
 * ```
 */
export function log(x: number): number {
  if (!(x > 0)) return x === 0 ? -Infinity : NaN;
  if (x === Infinity) return x;
  if (x < SMALLEST_NORMAL) return logOf(x * TWO_54, -54);
  return logOf(x, 0);
}

/** ln(x · 2^shift) of a normal x. */
function logOf(x: number, shift: number): number {
  let { significand, exponent } = significandAndExponent(x);
  if (significand > Math.SQRT2) {
    significand /= 2;
    exponent += 1;
  }
  const k = exponent + shift;
  const f = significand - 1;
  const s = f / (2 + f);
  // 2 s = f - s f: most of the sum is f, which is exact, so the rounding error of s hardly matters.
  return k * LN2_HIGH - ((s * (f - tail(s * s)) - k * LN2_LOW) - f);
}

/**
 * 2 (artanh s - s) / s = 2 z/3 + 2 z²/5 + … of z = s² ≤ 0.0295. The first term that is left out is below
 * 2^-60.
 */
function tail(z: number): number {
  let sum = 0;
  for (let n = LAST_TERM; n >= 1; n--) sum = (sum + 2 / (2 * n + 1)) * z;
  return sum;
}

const LAST_TERM = 11;
