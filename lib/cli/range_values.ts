/**
 * The values of a range: at equal distances, or at equal ratios. The ends are as they were given.
 *
 * @module
 */

/** A range, its ends included. */
export interface Range {
  readonly low: number;
  /** Not below `low`. */
  readonly high: number;
  /** At least 2, or 1 where the ends are the same. */
  readonly count: number;
  /** Equal ratios instead of equal distances; then `low` is above 0. */
  readonly isLogarithmic: boolean;
}

const SIGNIFICANT_DIGITS = 12;

/** Rounding may move a value by this share of the range's width at most. */
const NEGLIGIBLE = 1e-9;

/**
 * Numbers. Those between the ends are rounded to 12 significant digits, so that 0.1 to 0.5 in 5
 * values holds the very 0.3 that a person would type, and is found under the same cache key. Where
 * the range is too narrow for that, they stay as they are.
 *
 * @example
 * ```ts
 * import { numberValues } from "./range_values.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const range = { low: 0.1, high: 0.5, count: 5, isLogarithmic: false };
 * assertEquals(numberValues(range), [0.1, 0.2, 0.3, 0.4, 0.5]);
 * ```
 */
export function numberValues(range: Range): number[] {
  const { low, high, count } = range;
  return Array.from({ length: count }, (_, i) => {
    if (i === 0) return low;
    if (i === count - 1) return high;
    const value = valueAt(range, i);
    const near = Number(value.toPrecision(SIGNIFICANT_DIGITS));
    return Math.abs(near - value) <= NEGLIGIBLE * (high - low) ? near : value;
  });
}

/** Whole numbers, exact; or what is not whole, in words that go on after "a range". */
export function wholeValues(range: Range): number[] | string {
  const broken = [range.low, range.high].find((end) => !Number.isSafeInteger(end));
  if (broken !== undefined) return `with ${broken}`;
  if (range.count === 1) return [range.low];
  return range.isLogarithmic ? wholeRatios(range) : wholeSteps(range);
}

function wholeSteps({ low, high, count }: Range): number[] | string {
  const [from, width, gaps] = [BigInt(low), BigInt(high) - BigInt(low), BigInt(count - 1)];
  if (width % gaps !== 0n) return `in steps of ${Number(width) / Number(gaps)}`;
  const step = width / gaps;
  return Array.from({ length: count }, (_, i) => Number(from + BigInt(i) * step));
}

function wholeRatios(range: Range): number[] | string {
  const second = valueAt(range, 1);
  const [from, next] = [BigInt(range.low), BigInt(Math.round(second))];
  const values = [from];
  while (values.length < range.count) {
    const product = values.at(-1)! * next;
    if (product % from !== 0n) return `with ${second}`;
    values.push(product / from);
  }
  return values.at(-1) === BigInt(range.high) ? values.map(Number) : `with ${second}`;
}

/** As exact as doubles are. */
function valueAt({ low, high, count, isLogarithmic }: Range, i: number): number {
  const share = i / (count - 1);
  return isLogarithmic ? low * (high / low) ** share : low + (high - low) * share;
}
