/**
 * Tests whether two models that were measured on the same examples differ by more than chance.
 *
 * @module
 */

/**
 * The exact McNemar test, two-sided. It uses only the n = b + c examples that exactly one of the models
 * classifies correctly. If both models are equally good, each of these examples favours either model with
 * probability ½, so
 *
 *     p = min(1, 2 · Σ_{i ≤ min(b, c)} C(n, i) / 2^n)
 *
 * is the probability of a split at least as uneven. This is the binomial distribution at any n, not its
 * χ² approximation (McNemar, Psychometrika 12, 1947); it equals the sign test on the discordant pairs.
 *
 * @param b number of examples that only the first model classifies correctly, at least 0
 * @param c number of examples that only the second model classifies correctly, at least 0
 * @returns in (0, 1]; 0 if it is below the smallest double, 1 if `b` and `c` are 0
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

/** C(n, k) / 2^n. It is halved as it grows, so that it never overflows. */
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
