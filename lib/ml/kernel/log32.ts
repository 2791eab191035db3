/**
 * The natural logarithm in single precision, as the kernel computes it: the same operations in the
 * same order, each rounded to single precision.
 *
 * @module
 */
const f = Math.fround;

const number = new Float32Array(1);
const bits = new Int32Array(number.buffer);

/** The bits of √½ in single precision. */
const SQRT_HALF_BITS = 0x3f3504f3;
const LN2_HIGH = 0.693359375;
const LN2_LOW = f(-0.00021219444005469057);
const [C1, C2, C3, C4] = [f(2 / 3), f(2 / 5), f(2 / 7), f(2 / 9)];

/**
 * ln x, within 1 unit in the last place of the true value.
 *
 * With x = 2^k (1 + f) and √½ ≤ 1 + f < √2, ln x = k ln 2 + ln(1 + f). With s = f / (2 + f),
 * ln(1 + f) = 2 artanh s = 2 s + 2 s³/3 + 2 s⁵/5 + …
 *
 * @param x in single precision: a positive normal number, infinity or NaN
 * @returns infinity for infinity, NaN for NaN
 *
 * @example
 * ```ts
 * import { log32 } from "./log32.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(log32(1), 0);
 * assertEquals(log32(10), Math.fround(Math.LN10));
 * ```
 */
export function log32(x: number): number {
  if (!(x < Infinity)) return x;
  number[0] = x;
  const k = (bits[0]! - SQRT_HALF_BITS) >> 23;
  bits[0]! -= k << 23;
  const fraction = f(number[0]! - 1);
  const s = f(fraction / f(2 + fraction));
  const z = f(s * s);
  const tail = f(z * f(C1 + f(z * f(C2 + f(z * f(C3 + f(z * C4)))))));
  const low = f(k * LN2_LOW);
  return f(f(k * LN2_HIGH) - f(f(f(s * f(fraction - tail)) - low) - fraction));
}
