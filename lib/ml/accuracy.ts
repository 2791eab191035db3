/**
 * The accuracy of predictions.
 *
 * @module
 */

/**
 * The share of examples whose predicted class is the true class.
 *
 * @param predicted (N), N at least 1
 * @param labels (N)
 * @returns in [0, 1]
 *
 * @example
 * ```ts
 * import { accuracy } from "./accuracy.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(accuracy([0, 1, 2, 2], [0, 1, 2, 0]), 0.75);
 * ```
 */
export function accuracy(predicted: ArrayLike<number>, labels: ArrayLike<number>): number {
  let correct = 0;
  for (let i = 0; i < labels.length; i++) if (predicted[i] === labels[i]) correct += 1;
  return correct / labels.length;
}
