/**
 * The gradient of the training objective, the mean loss plus the penalty, from a backend's sums.
 *
 * @module
 */
import type { Backend } from "./backend.ts";
import { type Examples, strideOf } from "./examples.ts";

/**
 * dW = scale/B Σ q dz + offset/B Σ dz + λ W and db = 1/B Σ dz, in double precision.
 *
 * @param backend its `gradient` must be the sum over `count` examples
 * @returns (D + 1, stride), in the order of the parameters; 0 for padding
 */
export function meanGradient(
  { parameters, gradient }: Backend,
  { D, K, scale, offset }: Examples,
  count: number,
  l2: number,
): Float64Array<ArrayBuffer> {
  const stride = strideOf(K);
  const dBias = gradient.subarray(D * stride);
  const mean = new Float64Array(gradient.length);
  for (let d = 0; d < D; d++) {
    for (let k = 0; k < K; k++) {
      const j = d * stride + k;
      mean[j] = (scale * gradient[j]! + offset * dBias[k]!) / count + l2 * parameters[j]!;
    }
  }
  for (let k = 0; k < K; k++) mean[D * stride + k] = dBias[k]! / count;
  return mean;
}

/** ‖v‖, the Euclidean norm. */
export function norm(v: Float64Array): number {
  let squares = 0;
  for (let j = 0; j < v.length; j++) squares += v[j]! * v[j]!;
  return Math.sqrt(squares);
}
