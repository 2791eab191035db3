/**
 * Which class is taken for which, and what that makes of each class.
 *
 * Shapes: N examples, K classes; matrices are row-major.
 *
 * @module
 */

/** How well one class is told from the others. A quotient 0 / 0 is `null`. */
export interface ClassScores {
  /** Of the examples predicted as this class, the share that are of it. */
  readonly precision: number | null;
  /** Of the examples of this class, the share that are predicted as it. */
  readonly recall: number | null;
  /** The harmonic mean of the two, as 2 TP / (2 TP + FP + FN). */
  readonly f1: number | null;
  /** Examples of this class. */
  readonly support: number;
}

/**
 * The confusion matrix: how many examples of class (row) were predicted as class (column).
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
 * @param confusion (K, K), as from `confusionMatrix`
 * @returns one a class
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
    const right = confusion[k * K + k]!;
    return {
      precision: quotient(right, predictions),
      recall: quotient(right, support),
      f1: quotient(2 * right, predictions + support),
      support,
    };
  });
}

function quotient(numerator: number, denominator: number): number | null {
  return denominator === 0 ? null : numerator / denominator;
}
