/**
 * Rows of text in columns.
 *
 * @module
 */

import { columnsOf, padded } from "./columns.ts";

/** How a column is set. */
export type Alignment = "left" | "right";

/**
 * Lines in which the cells of each column stand below one another, two spaces apart. Cells that are
 * missing at the end of a row take no room. `readyToMeasure` of `columns.ts` has seen their text.
 *
 * @example
 * ```ts
 * import { tableLines } from "./table_lines.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const rows = [["loss", "0.25"], ["errors", "7"]];
 * assertEquals(tableLines(rows, ["left", "right"]), ["loss    0.25", "errors     7"]);
 * ```
 */
export function tableLines(
  rows: readonly (readonly string[])[],
  alignments: readonly Alignment[],
): string[] {
  const widths = alignments.map((_, column) =>
    rows.reduce((most, row) => Math.max(most, columnsOf(row[column] ?? "")), 0)
  );
  return rows.map((row) =>
    row.map((cell, column) => padded(cell, widths[column] ?? 0, alignments[column])).join("  ")
      .trimEnd()
  );
}
