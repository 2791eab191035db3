/**
 * Formats numbers, in the same way in every locale. A missing value (`null`) becomes a dash.
 *
 * @module
 */

const NO_BREAK_SPACE = "\u00A0";
const MINUS = "\u2212";

/** The text of a missing value, such as a precision of 0 / 0. */
export const MISSING = "–";

/**
 * `value` with `digits` decimals and a true minus sign.
 *
 * @example
 * ```ts
 * import { decimal } from "./format.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(decimal(-0.26447, 4), "\u22120.2645");
 * assertEquals(decimal(-0.00001, 2), "0.00");
 * assertEquals(decimal(null, 2), "–");
 * ```
 */
export function decimal(value: number | null, digits: number): string {
  if (value === null) return MISSING;
  const text = Math.abs(value).toFixed(digits);
  return value < 0 && Number(text) !== 0 ? MINUS + text : text;
}

/**
 * An integer with commas between groups of three digits.
 *
 * @example
 * ```ts
 * import { integer } from "./format.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(integer(1234567), "1,234,567");
 * ```
 */
export function integer(value: number): string {
  return decimal(value, 0).replace(/\B(?=(\d{3})+$)/g, ",");
}

/**
 * A share in per cent.
 *
 * @example
 * ```ts
 * import { percent } from "./format.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(percent(0.92416), "92.42\u00A0%");
 * assertEquals(percent(0.5, 0), "50\u00A0%");
 * ```
 */
export function percent(share: number | null, digits = 2): string {
  return share === null ? MISSING : decimal(share * 100, digits) + NO_BREAK_SPACE + "%";
}

/**
 * A time span: milliseconds below a second, then seconds, then minutes.
 *
 * @example
 * ```ts
 * import { duration } from "./format.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(duration(12.3), "12\u00A0ms");
 * assertEquals(duration(1530), "1.53\u00A0s");
 * assertEquals(duration(150_000), "2\u00A0min\u00A030\u00A0s");
 * ```
 */
export function duration(elapsedMs: number): string {
  const wholeMs = Math.round(elapsedMs);
  if (wholeMs < 1000) return wholeMs + NO_BREAK_SPACE + "ms";
  if (wholeMs < 59_995) return decimal(wholeMs / 1000, 2) + NO_BREAK_SPACE + "s";
  const seconds = Math.round(wholeMs / 1000);
  return [Math.floor(seconds / 60), "min", seconds % 60, "s"].join(NO_BREAK_SPACE);
}

/**
 * A size in decimal units: 1 kB is 1,000 bytes.
 *
 * @example
 * ```ts
 * import { byteSize } from "./format.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(byteSize(999), "999\u00A0B");
 * assertEquals(byteSize(31_440), "31.4\u00A0kB");
 * assertEquals(byteSize(47_040_000), "47.0\u00A0MB");
 * ```
 */
export function byteSize(sizeBytes: number): string {
  if (sizeBytes < 1000) return sizeBytes + NO_BREAK_SPACE + "B";
  if (sizeBytes < 999_950) return decimal(sizeBytes / 1e3, 1) + NO_BREAK_SPACE + "kB";
  return decimal(sizeBytes / 1e6, 1) + NO_BREAK_SPACE + "MB";
}

/**
 * A number with six significant digits, without trailing zeros.
 *
 * @example
 * ```ts
 * import { significant } from "./format.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals([significant(0.5), significant(1 / 255)], ["0.5", "0.00392157"]);
 * ```
 */
export function significant(value: number): string {
  return String(Number(value.toPrecision(6)));
}
