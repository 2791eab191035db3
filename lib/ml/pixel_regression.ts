/**
 * Softmax regression on images of bytes: the net inputs and gradient of `softmax_regression.ts`, computed
 * without the black pixels. In handwritten digits, four of five pixels are black.
 *
 * The feature of a pixel q is x = q · scale + offset, with the same map for every pixel. So
 *
 *     z_ik  = Σ_d W_kd x_id + b_k = scale Σ_d q_id W_kd + offset Σ_d W_kd + b_k
 *     dW_kd = Σ_i dz_ik x_id      = scale Σ_i q_id dz_ik + offset Σ_i dz_ik
 *
 * and pixels that are 0 add nothing to the sums over q.
 *
 * Shapes: N examples, B of them in a batch, D pixels, K classes; matrices are row-major.
 *
 * @module
 */

/** Images, and the map from pixels to features: x = q · scale + offset. */
export interface Pixels {
  /** q (N, D) */
  readonly q: Uint8Array;
  /** Pixels in an image. */
  readonly D: number;
  readonly scale: number;
  readonly offset: number;
}

/** A model with transposed weights: the K weights of a pixel are adjacent. */
export interface PixelModel {
  /** Wᵀ (D, K) */
  readonly weightsT: Float64Array;
  /** b (K) */
  readonly bias: Float64Array;
}

/** The gradient of a loss with respect to a `PixelModel`. */
export interface DPixelModel {
  /** dWᵀ (D, K) */
  readonly dWeightsT: Float64Array;
  /** db (K) */
  readonly dBias: Float64Array;
}

/**
 * The numbers of all examples in order: 0 to N - 1.
 *
 * @example
 * ```ts
 * import { everyRow } from "./pixel_regression.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(everyRow(3), Uint32Array.of(0, 1, 2));
 * ```
 */
export function everyRow(N: number): Uint32Array<ArrayBuffer> {
  return Uint32Array.from({ length: N }, (_, i) => i);
}

/**
 * Net inputs of the examples `rows`.
 *
 * @param rows (B): numbers of examples, each from 0 to N - 1
 * @returns (B, K)
 *
 * @example A white and a black pixel, centred
 * ```ts
 * import { pixelNetInputs } from "./pixel_regression.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const pixels = { q: Uint8Array.of(255, 0), D: 2, scale: 1 / 255, offset: -0.5 };
 * const model = { weightsT: Float64Array.of(1, 2, 3, 4), bias: Float64Array.of(0, 10) };
 * assertEquals(pixelNetInputs(pixels, [0], model), Float64Array.of(-1, 9));
 * ```
 */
export function pixelNetInputs(
  { q, D, scale, offset }: Pixels,
  rows: ArrayLike<number>,
  { weightsT, bias }: PixelModel,
): Float64Array<ArrayBuffer> {
  const K = bias.length;
  const ofPixels = new Float64Array(K);
  const ofOffset = columnSums(weightsT, K);
  const z = new Float64Array(rows.length * K);
  for (let i = 0; i < rows.length; i++) {
    const image = q.subarray(rows[i]! * D, (rows[i]! + 1) * D);
    ofPixels.fill(0);
    for (let d = 0; d < D; d++) {
      const pixel = image[d]!;
      if (pixel === 0) continue;
      for (let k = 0; k < K; k++) ofPixels[k]! += pixel * weightsT[d * K + k]!;
    }
    for (let k = 0; k < K; k++) {
      z[i * K + k] = scale * ofPixels[k]! + offset * ofOffset[k]! + bias[k]!;
    }
  }
  return z;
}

/**
 * The gradient with respect to the model, from the gradient dz with respect to the net inputs.
 *
 * @param rows (B): numbers of examples, each from 0 to N - 1
 * @param dz (B, K)
 *
 * @example
 * ```ts
 * import { dPixelNetInputs } from "./pixel_regression.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const pixels = { q: Uint8Array.of(255, 0), D: 2, scale: 1 / 255, offset: -0.5 };
 * const { dWeightsT, dBias } = dPixelNetInputs(pixels, [0], Float64Array.of(1, -1), 2);
 * assertEquals(dWeightsT, Float64Array.of(0.5, -0.5, -0.5, 0.5));
 * assertEquals(dBias, Float64Array.of(1, -1));
 * ```
 */
export function dPixelNetInputs(
  { q, D, scale, offset }: Pixels,
  rows: ArrayLike<number>,
  dz: Float64Array,
  K: number,
): DPixelModel {
  const dWeightsT = new Float64Array(D * K);
  for (let i = 0; i < rows.length; i++) {
    const image = q.subarray(rows[i]! * D, (rows[i]! + 1) * D);
    const dzOfImage = dz.subarray(i * K, (i + 1) * K);
    for (let d = 0; d < D; d++) {
      const pixel = image[d]!;
      if (pixel === 0) continue;
      for (let k = 0; k < K; k++) dWeightsT[d * K + k]! += pixel * dzOfImage[k]!;
    }
  }
  const dBias = columnSums(dz, K);
  for (let d = 0; d < D; d++) {
    for (let k = 0; k < K; k++) {
      dWeightsT[d * K + k] = scale * dWeightsT[d * K + k]! + offset * dBias[k]!;
    }
  }
  return { dWeightsT, dBias };
}

/** The sum of each of K columns. */
function columnSums(matrix: Float64Array, K: number): Float64Array {
  const sums = new Float64Array(K);
  for (let row = 0; row < matrix.length; row += K) {
    for (let k = 0; k < K; k++) sums[k]! += matrix[row + k]!;
  }
  return sums;
}
