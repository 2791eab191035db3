/**
 * Softmax regression on images of bytes: the net inputs and gradient of `softmax_regression.ts`,
 * written so that a black pixel costs nothing. Four pixels of five are black in handwritten digits.
 *
 * A feature is x = q · scale + offset of a pixel q, the same for every pixel. So
 *
 *     z_ik  = Σ_d W_kd x_id + b_k = scale Σ_d q_id W_kd + offset Σ_d W_kd + b_k
 *     dW_kd = Σ_i dz_ik x_id      = scale Σ_i q_id dz_ik + offset Σ_i dz_ik
 *
 * and in the sums over q only pixels that are not 0 count.
 *
 * Shapes: N examples, B of them in a batch, D pixels, K classes; matrices are row-major.
 *
 * @module
 */

/** Images and what their pixels stand for. */
export interface Pixels {
  /** q (N, D) */
  readonly q: Uint8Array;
  /** Pixels an image. */
  readonly D: number;
  /** What a pixel is multiplied by. */
  readonly scale: number;
  /** What is added then. */
  readonly offset: number;
}

/** The model with its weights transposed: the K weights of a pixel lie side by side. */
export interface PixelModel {
  /** Wᵀ (D, K) */
  readonly weightsT: Float64Array;
  /** b (K) */
  readonly bias: Float64Array;
}

/** The gradient of a loss by such a model. */
export interface DPixelModel {
  /** dWᵀ (D, K) */
  readonly dWeightsT: Float64Array;
  /** db (K) */
  readonly dBias: Float64Array;
}

/**
 * All examples, in their order: the numbers 0 to N - 1.
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
 * @param rows (B): which examples, each from 0 to N - 1
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
 * What a gradient dz by those net inputs means for the model.
 *
 * @param rows (B): which examples, each from 0 to N - 1
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
