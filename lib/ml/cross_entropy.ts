/**
 * Cross-entropy, in nats, from net inputs: forward and backward. It never takes the logarithm of a
 * probability, because small probabilities round to 0.
 *
 * Shapes: N examples, K classes; z (N, K) net inputs; y (N, K) one-hot labels, or any rows that sum
 * to 1; matrices are row-major.
 *
 * @module
 */
import { logSumExp, softmax } from "./softmax.ts";

/**
 * The loss of each example: L_i = -Σ_j y_ij log a_ij with a = softmax(z). As log a_ij is
 * z_ij - log Σ_k exp(z_ik), this is log Σ_k exp(z_ik) - Σ_j y_ij z_ij.
 *
 * @param z (N, K): net inputs
 * @param y (N, K): one-hot labels
 * @returns (N): each at least 0
 *
 * @example
 * ```ts
 * import { crossEntropies } from "./cross_entropy.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(crossEntropies([0, 1000, 0, 1000], [0, 1, 1, 0], 2), Float64Array.of(0, 1000));
 * ```
 */
export function crossEntropies(
  z: ArrayLike<number>,
  y: ArrayLike<number>,
  K: number,
): Float64Array<ArrayBuffer> {
  const losses = logSumExp(z, K);
  for (let i = 0; i < losses.length; i++) {
    let trueClass = 0;
    for (let j = 0; j < K; j++) trueClass += y[i * K + j]! * z[i * K + j]!;
    losses[i]! -= trueClass;
  }
  return losses;
}

/**
 * The mean loss L = 1/N Σ_i L_i. It is the mean and not the sum, so that the same learning rate works
 * for any batch size.
 *
 * @param z (N, K): net inputs, N at least 1
 * @param y (N, K): one-hot labels
 *
 * @example Equal net inputs of ten classes have the loss log 10
 * ```ts
 * import { crossEntropy } from "./cross_entropy.ts";
 * import { oneHot } from "./one_hot.ts";
 * import { assertAlmostEquals } from "@std/assert";
 *
 * assertAlmostEquals(crossEntropy(new Float64Array(10), oneHot([3], 10), 10), Math.log(10), 1e-15);
 * ```
 */
export function crossEntropy(z: ArrayLike<number>, y: ArrayLike<number>, K: number): number {
  const losses = crossEntropies(z, y, K);
  let sum = 0;
  for (const loss of losses) sum += loss;
  return sum / losses.length;
}

/**
 * The gradient of the mean loss with respect to the net inputs: dz = (softmax(z) - y) / N.
 *
 * @param z (N, K): net inputs
 * @param y (N, K): one-hot labels
 * @returns (N, K)
 *
 * @example
 * ```ts
 * import { dCrossEntropy } from "./cross_entropy.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(dCrossEntropy([0, 0], [1, 0], 2), Float64Array.of(-0.5, 0.5));
 * ```
 */
export function dCrossEntropy(
  z: ArrayLike<number>,
  y: ArrayLike<number>,
  K: number,
): Float64Array<ArrayBuffer> {
  const N = z.length / K;
  const dz = softmax(z, K);
  for (let j = 0; j < dz.length; j++) dz[j] = (dz[j]! - y[j]!) / N;
  return dz;
}
