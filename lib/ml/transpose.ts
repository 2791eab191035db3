/**
 * Transposes weights: artifacts store one row for each class, computations use one row for each pixel.
 *
 * @module
 */

/**
 * The transpose of a row-major matrix, in double precision.
 *
 * @param matrix (rows, columns)
 * @returns (columns, rows)
 *
 * @example
 * ```ts
 * import { transpose } from "./transpose.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(transpose([1, 2, 3, 4, 5, 6], 3), Float64Array.of(1, 4, 2, 5, 3, 6));
 * ```
 */
export function transpose(
  matrix: ArrayLike<number>,
  columns: number,
): Float64Array<ArrayBuffer> {
  const rows = matrix.length / columns;
  const transposed = new Float64Array(matrix.length);
  for (let r = 0; r < rows; r++) {
    for (let c = 0; c < columns; c++) transposed[c * rows + r] = matrix[r * columns + c]!;
  }
  return transposed;
}
