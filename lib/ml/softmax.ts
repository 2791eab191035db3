/**
 * Softmax: net inputs to probabilities. It subtracts the largest net input of a row before taking
 * exponentials, so that no row overflows, however large its net inputs are.
 *
 * Shapes: N examples, K classes; matrices are row-major.
 *
 * @module
 */
import { exp } from "./exp.ts";
import { log } from "./log.ts";

/**
 * Softmax: a_j = exp(z_j) / Σ_i exp(z_i) of each row.
 *
 * @param z (N, K): net inputs, finite
 * @returns (N, K): probabilities in [0, 1]; each row sums to 1
 *
 * @example The three classes of the lecture's first example
 * ```ts
 * import { softmax } from "./softmax.ts";
 * import { assertAlmostEquals } from "@std/assert";
 *
 * const a = softmax([-0.3, -0.5, -0.5], 3);
 * assertAlmostEquals(a[0]!, 0.3792, 5e-5);
 * ```
 */
export function softmax(z: ArrayLike<number>, K: number): Float64Array<ArrayBuffer> {
  const a = new Float64Array(z.length);
  for (let row = 0; row < z.length; row += K) {
    const largest = largestOf(z, row, K);
    let sum = 0;
    for (let j = row; j < row + K; j++) {
      a[j] = exp(z[j]! - largest);
      sum += a[j]!;
    }
    for (let j = row; j < row + K; j++) a[j]! /= sum;
  }
  return a;
}

/**
 * log Σ_j exp(z_j) of each row. So log softmax(z)_j = z_j - logSumExp(z), even where the softmax itself
 * rounds to 0.
 *
 * @param z (N, K): net inputs, finite
 * @returns (N)
 *
 * @example
 * ```ts
 * import { logSumExp } from "./softmax.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(logSumExp([-1000, 1000], 2), Float64Array.of(1000));
 * ```
 */
export function logSumExp(z: ArrayLike<number>, K: number): Float64Array<ArrayBuffer> {
  const result = new Float64Array(z.length / K);
  for (let i = 0; i < result.length; i++) {
    const row = i * K;
    const largest = largestOf(z, row, K);
    let sum = 0;
    for (let j = row; j < row + K; j++) sum += exp(z[j]! - largest);
    result[i] = largest + log(sum);
  }
  return result;
}

function largestOf(z: ArrayLike<number>, row: number, K: number): number {
  let largest = -Infinity;
  for (let j = row; j < row + K; j++) if (z[j]! > largest) largest = z[j]!;
  return largest;
}
