/**
 * The confusion matrix, and precision, recall and F1 of each class.
 *
 * Shapes: N examples, K classes; matrices are row-major.
 *
 * @module
 */

/** The scores of one class. A quotient 0 / 0 is `null`. */
export interface ClassScores {
  /** Share of the examples predicted as this class that belong to it. */
  readonly precision: number | null;
  /** Share of the examples of this class that are predicted as it. */
  readonly recall: number | null;
  /** Harmonic mean of precision and recall: 2 TP / (2 TP + FP + FN). */
  readonly f1: number | null;
  /** Number of examples of this class. */
  readonly support: number;
}

/**
 * The confusion matrix: the number of examples of class (row) that were predicted as class (column).
 *
 * @param predicted (N): 0 to K - 1
 * @param labels (N): 0 to K - 1
 * @returns (K, K)
 *
 * @example
 * ```ts
 * import { confusionMatrix } from "./confusion.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(confusionMatrix([0, 1, 1], [0, 0, 1], 2), Uint32Array.of(1, 1, 0, 1));
 * ```
 */
export function confusionMatrix(
  predicted: ArrayLike<number>,
  labels: ArrayLike<number>,
  K: number,
): Uint32Array<ArrayBuffer> {
  const confusion = new Uint32Array(K * K);
  for (let i = 0; i < labels.length; i++) confusion[labels[i]! * K + predicted[i]!]! += 1;
  return confusion;
}

/**
 * Precision, recall and F1 of each class.
 *
 * @param confusion (K, K), as `confusionMatrix` returns it
 * @returns (K): the scores by class
 *
 * @example
 * ```ts
 * import { classScores } from "./confusion.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(classScores([3, 1, 0, 0], 2), [
 *   { precision: 1, recall: 0.75, f1: 6 / 7, support: 4 },
 *   { precision: 0, recall: null, f1: 0, support: 0 },
 * ]);
 * ```
 */
export function classScores(confusion: ArrayLike<number>, K: number): ClassScores[] {
  return Array.from({ length: K }, (_, k) => {
    let support = 0;
    let predictions = 0;
    for (let j = 0; j < K; j++) {
      support += confusion[k * K + j]!;
      predictions += confusion[j * K + k]!;
    }
    const correct = confusion[k * K + k]!;
    return {
      precision: quotient(correct, predictions),
      recall: quotient(correct, support),
      f1: quotient(2 * correct, predictions + support),
      support,
    };
  });
}

function quotient(numerator: number, denominator: number): number | null {
  return denominator === 0 ? null : numerator / denominator;
}
