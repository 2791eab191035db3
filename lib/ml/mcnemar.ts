/**
 * Whether two models that were measured on the same examples differ by more than chance.
 *
 * @module
 */

/**
 * The exact McNemar test, two-sided. Only examples count that one model names rightly and the other
 * does not: n = b + c of them. If both models are equally good, each falls to either side like a fair
 * coin, so
 *
 *     p = min(1, 2 · Σ_{i ≤ min(b, c)} C(n, i) / 2^n)
 *
 * is the probability of a split at least as uneven. It is the binomial distribution itself, at any n,
 * and no approximation by χ² (McNemar, Psychometrika 12, 1947, gives that one; the exact form is the
 * sign test on the discordant pairs).
 *
 * @param b examples that only the first model names rightly, from 0
 * @param c examples that only the second one does, from 0
 * @returns in (0, 1]; 0 where it is below the smallest number. 1 without any such example
 *
 * @example
 * ```ts
 * import { mcnemarTest } from "./mcnemar.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(mcnemarTest(0, 5), 2 / 32);
 * assertEquals(mcnemarTest(7, 7), 1);
 * ```
 */
export function mcnemarTest(b: number, c: number): number {
  const n = b + c;
  const k = Math.min(b, c);
  // Σ_{i ≤ k} C(n, i) = C(n, k) · (1 + k/(n-k+1) · (1 + (k-1)/(n-k+2) · (1 + …)))
  let tail = 1;
  for (let i = 1; i <= k; i++) tail = 1 + tail * i / (n - i + 1);
  return Math.min(1, 2 * tail * binomialShare(n, k));
}

/** C(n, k) / 2^n, halved as it grows so that it never overflows. */
function binomialShare(n: number, k: number): number {
  let share = 1;
  let halvings = n;
  for (let i = 1; i <= k; i++) {
    share *= (n - k + i) / i;
    for (; share > 1 && halvings > 0; halvings--) share /= 2;
  }
  for (; halvings > 0; halvings--) share /= 2;
  return share;
}
