/**
 * Softmax regression as textbooks write it, on any features: forward and backward. Written for clarity;
 * `pixel_regression.ts` computes the same faster on images that are mostly black.
 *
 * Shapes: N examples, D features, K classes; x (N, D) features; y (N, K) one-hot labels; z (N, K) net
 * inputs; W (K, D) weights; b (K) bias; matrices are row-major.
 *
 * @module
 */
import { crossEntropy, dCrossEntropy } from "./cross_entropy.ts";
import { addDL2Penalty, l2Penalty } from "./l2.ts";

/** The model z = W x + b. */
export interface SoftmaxRegression {
  /** W (K, D): row k is class k's template. */
  readonly weights: Float64Array;
  /** b (K) */
  readonly bias: Float64Array;
}

/** The gradient of a loss with respect to a model's weights and bias. */
export interface DSoftmaxRegression {
  /** dW (K, D) */
  readonly dWeights: Float64Array;
  /** db (K) */
  readonly dBias: Float64Array;
}

/**
 * Net inputs: z_ik = Σ_d W_kd x_id + b_k.
 *
 * @param x (N, D)
 * @returns (N, K)
 *
 * @example
 * ```ts
 * import { netInputs } from "./softmax_regression.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const model = { weights: Float64Array.of(1, 2, 3, 4), bias: Float64Array.of(0, 10) };
 * assertEquals(netInputs([1, -1], model), Float64Array.of(-1, 9));
 * ```
 */
export function netInputs(
  x: ArrayLike<number>,
  { weights, bias }: SoftmaxRegression,
): Float64Array<ArrayBuffer> {
  const K = bias.length;
  const D = weights.length / K;
  const N = x.length / D;
  const z = new Float64Array(N * K);
  for (let i = 0; i < N; i++) {
    for (let k = 0; k < K; k++) {
      let sum = bias[k]!;
      for (let d = 0; d < D; d++) sum += weights[k * D + d]! * x[i * D + d]!;
      z[i * K + k] = sum;
    }
  }
  return z;
}

/**
 * The gradient with respect to the model, from the gradient dz with respect to the net inputs:
 * dW_kd = Σ_i dz_ik x_id and db_k = Σ_i dz_ik. The sum of db is over the examples; over the classes, dz
 * sums to 0.
 *
 * @param x (N, D)
 * @param dz (N, K)
 *
 * @example
 * ```ts
 * import { dNetInputs } from "./softmax_regression.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const { dWeights, dBias } = dNetInputs([1, 2, 3, 4], [1, -1, 1, -1], 2);
 * assertEquals(dWeights, Float64Array.of(4, 6, -4, -6));
 * assertEquals(dBias, Float64Array.of(2, -2));
 * ```
 */
export function dNetInputs(
  x: ArrayLike<number>,
  dz: ArrayLike<number>,
  K: number,
): DSoftmaxRegression {
  const N = dz.length / K;
  const D = x.length / N;
  const dWeights = new Float64Array(K * D);
  const dBias = new Float64Array(K);
  for (let i = 0; i < N; i++) {
    for (let k = 0; k < K; k++) {
      const d_ik = dz[i * K + k]!;
      for (let d = 0; d < D; d++) dWeights[k * D + d]! += d_ik * x[i * D + d]!;
      dBias[k]! += d_ik;
    }
  }
  return { dWeights, dBias };
}

/**
 * The training objective: the mean cross-entropy plus (λ/2) ‖W‖².
 *
 * @param x (N, D), N at least 1
 * @param y (N, K)
 * @param l2 λ, at least 0; default 0
 *
 * @example An untrained model's loss is the logarithm of the number of classes
 * ```ts
 * import { loss } from "./softmax_regression.ts";
 * import { assertAlmostEquals } from "@std/assert";
 *
 * const model = { weights: new Float64Array(4), bias: new Float64Array(2) };
 * assertAlmostEquals(loss([1, -1], [0, 1], model), Math.LN2, 1e-15);
 * ```
 */
export function loss(
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  model: SoftmaxRegression,
  l2 = 0,
): number {
  return crossEntropy(netInputs(x, model), y, model.bias.length) + l2Penalty(model.weights, l2);
}

/**
 * The gradient of the training objective with respect to weights and bias.
 *
 * @param x (N, D), N at least 1
 * @param y (N, K)
 * @param l2 λ, at least 0; default 0
 *
 * @example
 * ```ts
 * import { dLoss } from "./softmax_regression.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const model = { weights: new Float64Array(4), bias: new Float64Array(2) };
 * assertEquals(dLoss([1, -1], [0, 1], model).dWeights, Float64Array.of(0.5, -0.5, -0.5, 0.5));
 * ```
 */
export function dLoss(
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  model: SoftmaxRegression,
  l2 = 0,
): DSoftmaxRegression {
  const K = model.bias.length;
  const gradient = dNetInputs(x, dCrossEntropy(netInputs(x, model), y, K), K);
  addDL2Penalty(gradient.dWeights, model.weights, l2);
  return gradient;
}
