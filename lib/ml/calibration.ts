/**
 * Calibration: of the predictions made with a confidence of 80 %, 80 % should be correct.
 *
 * Shapes: N examples, K classes; a (N, K) probabilities; y (N, K) one-hot labels; matrices are
 * row-major.
 *
 * @module
 */

/** Predictions whose confidence is in (lower, upper]. Means are `null` in an empty bin. */
export interface ReliabilityBin {
  /** Exclusive, but a confidence of 0 is in the first bin. */
  readonly lower: number;
  /** Inclusive. */
  readonly upper: number;
  /** Number of predictions. */
  readonly count: number;
  /** Mean probability of the predicted class. */
  readonly meanConfidence: number | null;
  /** Share of predictions that are correct. */
  readonly accuracy: number | null;
}

/**
 * Sorts predictions by confidence, the probability of the predicted class, into bins of equal width
 * over [0, 1]. A confidence of 0 belongs to the first bin.
 *
 * @param confidences (N): each in [0, 1]
 * @param correct (N): whether the predicted class is the true class
 * @param bins the number of bins; default 15
 *
 * @example
 * ```ts
 * import { reliabilityBins } from "./calibration.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(reliabilityBins([0.75, 0.5, 1], [true, false, true], 2), [
 *   { lower: 0, upper: 0.5, count: 1, meanConfidence: 0.5, accuracy: 0 },
 *   { lower: 0.5, upper: 1, count: 2, meanConfidence: 0.875, accuracy: 1 },
 * ]);
 * ```
 */
export function reliabilityBins(
  confidences: ArrayLike<number>,
  correct: readonly boolean[],
  bins = 15,
): ReliabilityBin[] {
  return Array.from({ length: bins }, (_, b) => {
    const lower = b / bins;
    const upper = (b + 1) / bins;
    let count = 0;
    let confidence = 0;
    let correctCount = 0;
    for (let i = 0; i < confidences.length; i++) {
      const c = confidences[i]!;
      const above = c > lower || (b === 0 && c === 0);
      if (!above || c > upper) continue;
      count += 1;
      confidence += c;
      if (correct[i]) correctCount += 1;
    }
    if (count === 0) return { lower, upper, count, meanConfidence: null, accuracy: null };
    return {
      lower,
      upper,
      count,
      meanConfidence: confidence / count,
      accuracy: correctCount / count,
    };
  });
}

/**
 * Expected calibration error: the distance between mean confidence and accuracy, averaged over the bins
 * with the number of predictions as weight.
 *
 * @param bins must contain at least one prediction
 * @returns in [0, 1]
 *
 * @example
 * ```ts
 * import { expectedCalibrationError, reliabilityBins } from "./calibration.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const bins = reliabilityBins([0.75, 0.75, 1], [true, false, true]);
 * assertEquals(expectedCalibrationError(bins), (2 / 3) * 0.25);
 * ```
 */
export function expectedCalibrationError(bins: readonly ReliabilityBin[]): number {
  let distance = 0;
  let N = 0;
  for (const { count, meanConfidence, accuracy } of bins) {
    if (meanConfidence === null || accuracy === null) continue;
    distance += count * Math.abs(accuracy - meanConfidence);
    N += count;
  }
  return distance / N;
}

/**
 * Brier score: 1/N Σ_i Σ_j (a_ij - y_ij)².
 *
 * @param a (N, K), N at least 1
 * @param y (N, K)
 * @returns in [0, 2]; 0 is best
 *
 * @example
 * ```ts
 * import { brierScore } from "./calibration.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(brierScore([0.5, 0.5, 0, 1], [1, 0, 0, 1], 2), 0.25);
 * ```
 */
export function brierScore(a: ArrayLike<number>, y: ArrayLike<number>, K: number): number {
  let squares = 0;
  for (let j = 0; j < a.length; j++) {
    const error = a[j]! - y[j]!;
    squares += error * error;
  }
  return squares / (a.length / K);
}
