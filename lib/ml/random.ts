/**
 * Seeded random numbers, computed with 32-bit integers, so that a seed yields the same shuffle on every
 * machine. For shuffles and splits; not for secrets.
 *
 * @module
 */

/** A stream of random numbers. */
export interface Random {
  /** The next number, uniform over 0 to 2³² - 1. */
  uint32(): number;
  /**
   * A number that is uniform over 0 to n - 1, without bias. It may consume several numbers of the stream.
   *
   * @throws {RangeError} if `n` is not an integer from 1 to 2³².
   */
  below(n: number): number;
}

const TWO_32 = 0x1_0000_0000;

/**
 * The stream of a seed. The generator is sfc32, the "small fast chaotic" generator on 32 bits: three
 * chaotic words and a counter, with a period of at least 2³². The words start as 0, the low half and the
 * high half of the seed, the counter starts as 1, and the first 12 numbers are discarded.
 *
 * @param seed an integer from 0 to 2⁵³ - 1
 *
 * @example
 * ```ts
 * import { random } from "./random.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const dice = random(1);
 * const again = random(1);
 * assertEquals(dice.below(6), again.below(6));
 * ```
 *
 * @throws {RangeError} if `seed` is not an integer from 0 to 2⁵³ - 1.
 */
export function random(seed: number): Random {
  if (!Number.isSafeInteger(seed) || seed < 0) {
    throw new RangeError(
      `Cannot seed random numbers: got ${seed}, expected a whole number from 0 to 2^53 - 1`,
    );
  }
  let a = 0;
  let b = seed | 0;
  let c = Math.floor(seed / TWO_32);
  let counter = 1;

  function uint32(): number {
    const sum = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return sum >>> 0;
  }
  for (let i = 0; i < 12; i++) uint32();

  return { uint32, below: (n) => below(n, uint32) };
}

/** Draws again if a number is beyond the last multiple of n: such numbers would favour low results. */
function below(n: number, uint32: () => number): number {
  if (!Number.isInteger(n) || n < 1 || n > TWO_32) {
    throw new RangeError(
      `Cannot draw a number below ${n}: expected a whole number from 1 to 2^32`,
    );
  }
  const end = TWO_32 - TWO_32 % n;
  let drawn = uint32();
  while (drawn >= end) drawn = uint32();
  return drawn % n;
}

/**
 * The numbers 0 to n - 1 in random order, every order equally likely (Fisher-Yates).
 *
 * @param n from 0 to 2³² - 1
 *
 * @example
 * ```ts
 * import { permutation, random } from "./random.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(permutation(5, random(1)).toSorted(), Uint32Array.of(0, 1, 2, 3, 4));
 * ```
 */
export function permutation(n: number, random: Random): Uint32Array<ArrayBuffer> {
  const order = new Uint32Array(n);
  for (let i = 0; i < n; i++) order[i] = i;
  for (let last = n - 1; last > 0; last--) {
    const other = random.below(last + 1);
    const moved = order[last]!;
    order[last] = order[other]!;
    order[other] = moved;
  }
  return order;
}
