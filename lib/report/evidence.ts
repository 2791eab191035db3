/**
 * Evidence for a class: the contribution of each pixel to the class's net input,
 * z = Σ_d W_d x_d + b with x = q · scale + offset.
 *
 * Shapes: D pixels, K classes; matrices are row-major.
 *
 * @module
 */

/** A model, and the map from pixels to features. */
export interface PixelWeights {
  /** W (K, D) */
  readonly weights: ArrayLike<number>;
  /** b (K) */
  readonly bias: ArrayLike<number>;
  readonly scale: number;
  readonly offset: number;
}

/** The evidence for a class, or for one class against another. */
export interface Evidence {
  /** (D): the contribution of each pixel. */
  readonly ofPixels: Float64Array;
  /** Sum of the contributions. */
  readonly sum: number;
  /** The bias, or the difference of two biases. */
  readonly bias: number;
  /** The net input, or the difference of two net inputs: sum + bias. */
  readonly total: number;
}

/**
 * The evidence of image `q` for class `k`, minus the evidence for class `against`.
 *
 * @param q (D): pixels
 * @param against a class, or -1 for none
 *
 * @example
 * ```ts
 * import { evidence } from "./evidence.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const model = { weights: [1, 2, 3, 5], bias: [0, 10], scale: 0.5, offset: 0 };
 * assertEquals(evidence(model, [2, 4], 1, -1).total, 23);
 * assertEquals([...evidence(model, [2, 4], 1, 0).ofPixels], [2, 6]);
 * ```
 */
export function evidence(
  { weights, bias, scale, offset }: PixelWeights,
  q: ArrayLike<number>,
  k: number,
  against: number,
): Evidence {
  const D = q.length;
  const other = against === -1 ? () => 0 : (d: number) => weights[against * D + d]!;
  const ofPixels = Float64Array.from(
    { length: D },
    (_, d) => (weights[k * D + d]! - other(d)) * (q[d]! * scale + offset),
  );
  const sum = ofPixels.reduce((total, value) => total + value, 0);
  const ofBias = bias[k]! - (against === -1 ? 0 : bias[against]!);
  return { ofPixels, sum, bias: ofBias, total: sum + ofBias };
}
