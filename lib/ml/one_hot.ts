/**
 * One-hot encoding of class labels, and decoding.
 *
 * Shapes: N examples, K classes; matrices are row-major.
 *
 * @module
 */

/**
 * One-hot rows: 1 in the true class's column, 0 elsewhere.
 *
 * @param labels (N): 0 to K - 1
 * @returns (N, K)
 *
 * @example
 * ```ts
 * import { oneHot } from "./one_hot.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(oneHot([0, 2], 3), Uint8Array.of(1, 0, 0, 0, 0, 1));
 * ```
 *
 * @throws {RangeError} if a label is not an integer from 0 to K - 1.
 */
export function oneHot(labels: ArrayLike<number>, K: number): Uint8Array<ArrayBuffer> {
  const rows = new Uint8Array(labels.length * K);
  for (let i = 0; i < labels.length; i++) {
    const label = labels[i]!;
    if (!Number.isInteger(label) || label < 0 || label >= K) {
      throw new RangeError(
        `Cannot encode label ${label} of example ${i}: expected a whole number from 0 to ${K - 1}`,
      );
    }
    rows[i * K + label] = 1;
  }
  return rows;
}

/**
 * The inverse of `oneHot`: the labels of one-hot rows.
 *
 * @param rows (N, K): a single 1 in each row, 0 elsewhere
 * @returns (N): 0 to K - 1
 *
 * @example
 * ```ts
 * import { labelsOf } from "./one_hot.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(labelsOf([1, 0, 0, 0, 0, 1], 3), Uint8Array.of(0, 2));
 * ```
 *
 * @throws {RangeError} if a row is not one-hot.
 */
export function labelsOf(rows: ArrayLike<number>, K: number): Uint8Array<ArrayBuffer> {
  const labels = new Uint8Array(rows.length / K);
  for (let i = 0; i < labels.length; i++) {
    const row = Array.from({ length: K }, (_, j) => rows[i * K + j]!);
    const label = row.indexOf(1);
    if (label < 0 || row.some((y, j) => y !== (j === label ? 1 : 0))) {
      throw new RangeError(`Cannot decode row ${i}: expected a single 1 among 0s, got [${row}]`);
    }
    labels[i] = label;
  }
  return labels;
}
