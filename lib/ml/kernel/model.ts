/**
 * Converts a backend's parameters to the model's weights and bias.
 *
 * @module
 */
import { strideOf } from "./examples.ts";

/**
 * Weights (K, D) and bias (K), without padding.
 *
 * @param parameters (D + 1, stride)
 *
 * @throws {RangeError} if a weight or bias is NaN or infinite.
 */
export function modelOf(
  { D, K }: { readonly D: number; readonly K: number },
  parameters: Float32Array,
): { weights: Float32Array<ArrayBuffer>; bias: Float32Array<ArrayBuffer> } {
  const stride = strideOf(K);
  const weights = new Float32Array(K * D);
  for (let d = 0; d < D; d++) {
    for (let k = 0; k < K; k++) weights[k * D + d] = parameters[d * stride + k]!;
  }
  const bias = Float32Array.from(parameters.subarray(D * stride, D * stride + K));
  if (![weights, bias].every((part) => part.every(Number.isFinite))) {
    throw new RangeError(
      "Cannot take the model: a weight is beyond the range of single precision, expected finite " +
        "numbers; most likely the learning rate is too high: try a tenth of it",
    );
  }
  return { weights, bias };
}
