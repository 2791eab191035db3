/**
 * Which examples are held out for validation: a seeded, stratified choice, so that each class has
 * its fair share to within one example. Chooses positions only; moves no images.
 *
 * Letters: N examples, K classes, V examples held out.
 *
 * @module
 */

/** Positions in ascending order, without a repeat, the two together 0 to N - 1. */
export interface ValidationSplit {
  /** (N - V) */
  readonly train: Uint32Array<ArrayBuffer>;
  /** (V) */
  readonly validation: Uint32Array<ArrayBuffer>;
}

/**
 * Holds out V examples, of each class its share V · n_k / N rounded by the largest remainder, on a
 * tie for the lower class. Within a class it takes the first ones in the order of `permutation`.
 *
 * @param labels (N): 0 to 255
 * @param held V, from 0 to N - 1
 * @param permutation the numbers 0 to n - 1 in the order that the seed gives; called only if V > 0
 *
 * @example
 * ```ts
 * import { splitValidation } from "./split.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const reversed = (n: number) => Uint32Array.from({ length: n }, (_, i) => n - 1 - i);
 * const split = splitValidation([0, 0, 1, 1, 1, 1], 3, reversed);
 * assertEquals([...split.validation], [1, 4, 5]);
 * assertEquals([...split.train], [0, 2, 3]);
 * ```
 *
 * @throws {RangeError} if `held` is not a whole number from 0 to N - 1.
 */
export function splitValidation(
  labels: ArrayLike<number>,
  held: number,
  permutation: (n: number) => ArrayLike<number>,
): ValidationSplit {
  const N = labels.length;
  if (!Number.isInteger(held) || held < 0 || held >= N) {
    throw new RangeError(
      `Cannot hold out ${held} of ${N} examples: expected a whole number from 0 to ${N - 1}`,
    );
  }
  const isHeld = new Uint8Array(N);
  if (held > 0) {
    const left = classShares(classCounts(labels), held);
    const order = permutation(N);
    for (let i = 0; i < N; i++) {
      const example = order[i]!;
      const label = labels[example]!;
      if (left[label]! > 0) {
        left[label]!--;
        isHeld[example] = 1;
      }
    }
  }
  return { train: positions(isHeld, 0, N - held), validation: positions(isHeld, 1, held) };
}

/**
 * Parts of `held` in proportion to `counts`, whole and adding up to `held` (Hamilton's method of
 * largest remainders). No part exceeds its count as long as `held` is at most their sum.
 *
 * @example
 * ```ts
 * import { classShares } from "./split.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(classShares([5, 3, 2], 5), [3, 1, 1]);
 * ```
 */
export function classShares(counts: readonly number[], held: number): number[] {
  const total = counts.reduce((sum, count) => sum + count, 0);
  // Quotients and remainders are of whole numbers, so that no rounding decides a tie.
  const remainders = counts.map((count) => (held * count) % total);
  const shares = counts.map((count, k) => (held * count - remainders[k]!) / total);
  const missing = held - shares.reduce((sum, share) => sum + share, 0);
  const byRemainder = counts.map((_, k) => k).sort((a, b) =>
    remainders[b]! - remainders[a]! || a - b
  );
  for (const k of byRemainder.slice(0, missing)) shares[k]!++;
  return shares;
}

/** How many examples each of the 256 possible labels has. */
function classCounts(labels: ArrayLike<number>): number[] {
  const counts = new Array<number>(256).fill(0);
  for (let i = 0; i < labels.length; i++) counts[labels[i]!]!++;
  return counts;
}

function positions(flags: Uint8Array, wanted: number, count: number): Uint32Array<ArrayBuffer> {
  const found = new Uint32Array(count);
  let next = 0;
  for (let i = 0; i < flags.length; i++) {
    if (flags[i] === wanted) found[next++] = i;
  }
  return found;
}
