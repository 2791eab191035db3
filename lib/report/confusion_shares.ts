/**
 * Computes the confusion matrix as counts or as shares of rows or columns, and the shade of each cell.
 *
 * @module
 */

/** The values of the cells: counts, or shares of rows or of columns. */
export type Scale = "count" | "row" | "column";

/** All scales; the page starts with the first. */
export const SCALES: readonly Scale[] = ["count", "row", "column"];

/** Number of shades of the cells off the diagonal; the style sheet defines as many. */
const SHADES = 8;

/**
 * The value of each cell: its count, or its share of its row or column; `null` for 0 / 0.
 *
 * @param counts (K, K)
 *
 * @example
 * ```ts
 * import { shares } from "./confusion_shares.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(shares([3, 1, 0, 0], 2, "row"), [0.75, 0.25, null, null]);
 * assertEquals(shares([3, 1, 0, 0], 2, "column"), [1, 1, 0, 0]);
 * ```
 */
export function shares(counts: ArrayLike<number>, K: number, scale: Scale): (number | null)[] {
  const cells = Array.from(counts);
  if (scale === "count") return cells;
  const lineOf = (cell: number) => scale === "row" ? Math.floor(cell / K) : cell % K;
  const sums = new Float64Array(K);
  cells.forEach((count, cell) => sums[lineOf(cell)]! += count);
  return cells.map((count, cell) => {
    const sum = sums[lineOf(cell)]!;
    return sum === 0 ? null : count / sum;
  });
}

/**
 * The style class of a cell.
 *
 * @param most the largest value off the diagonal
 * @param right whether the cell is on the diagonal
 *
 * @example
 * ```ts
 * import { shadeOf } from "./confusion_shares.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals([shadeOf(4, 8, false), shadeOf(0, 8, false)], ["shade-4", "none"]);
 * assertEquals(shadeOf(90, 8, true), "right");
 * ```
 */
export function shadeOf(value: number, most: number, right: boolean): string {
  if (right) return "right";
  return value === 0 ? "none" : `shade-${Math.ceil((value / most) * SHADES)}`;
}
