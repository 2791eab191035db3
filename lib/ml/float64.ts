/**
 * Splits doubles into significand and exponent: x = significand · 2^exponent. Bytes are written and read
 * in big-endian order on every machine. Supports normal numbers only; callers must handle zero,
 * subnormal numbers, infinities and NaN first.
 *
 * @module
 */

const bits = new DataView(new ArrayBuffer(8));

const EXPONENT_BIAS = 1023;
/** The bits of the fraction in the high word. */
const FRACTION_OF_HIGH_WORD = 0x000f_ffff;

/**
 * 2^k, exactly.
 *
 * @param k a whole number from -1022 to 1023
 *
 * @example
 * ```ts
 * import { powerOfTwo } from "./float64.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(powerOfTwo(-3), 0.125);
 * ```
 */
export function powerOfTwo(k: number): number {
  bits.setUint32(0, (k + EXPONENT_BIAS) << 20);
  bits.setUint32(4, 0);
  return bits.getFloat64(0);
}

/**
 * Splits a positive normal number into m · 2^k with 1 ≤ m < 2.
 *
 * @example
 * ```ts
 * import { significandAndExponent } from "./float64.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(significandAndExponent(40), { significand: 1.25, exponent: 5 });
 * ```
 */
export function significandAndExponent(x: number): { significand: number; exponent: number } {
  bits.setFloat64(0, x);
  const high = bits.getUint32(0);
  bits.setUint32(0, (high & FRACTION_OF_HIGH_WORD) | (EXPONENT_BIAS << 20));
  return { significand: bits.getFloat64(0), exponent: (high >>> 20) - EXPONENT_BIAS };
}
