/**
 * The gradient of what training minimises, from the sums that a backend takes.
 *
 * @module
 */
import type { Backend } from "./backend.ts";
import { type Examples, strideOf } from "./examples.ts";

/**
 * dW = scale/B Σ q dz + offset/B Σ dz + λ W and db = 1/B Σ dz, in double precision.
 *
 * @param backend whose `gradient` is that of `count` examples
 * @returns (D + 1, stride), in the places of the parameters; 0 where they are padding
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

/** ‖v‖ */
export function norm(v: Float64Array): number {
  let squares = 0;
  for (let j = 0; j < v.length; j++) squares += v[j]! * v[j]!;
  return Math.sqrt(squares);
}
