/**
 * The predicted class: the index of the largest net input or probability.
 *
 * @module
 */

/**
 * The column of each row's largest number, the lowest on a tie. Softmax keeps the order of net inputs,
 * so `rows` may be net inputs or probabilities.
 *
 * @param rows (N, K), with K from 1 to 256
 * @returns (N): 0 to K - 1
 *
 * @example
 * ```ts
 * import { argmax } from "./argmax.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(argmax([0.1, 0.7, 0.2, 0.4, 0.2, 0.4], 3), Uint8Array.of(1, 0));
 * ```
 */
export function argmax(rows: ArrayLike<number>, K: number): Uint8Array<ArrayBuffer> {
  const columns = new Uint8Array(rows.length / K);
  for (let i = 0; i < columns.length; i++) {
    let best = 0;
    for (let j = 1; j < K; j++) if (rows[i * K + j]! > rows[i * K + best]!) best = j;
    columns[i] = best;
  }
  return columns;
}
