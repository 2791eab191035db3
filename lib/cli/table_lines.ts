/**
 * Rows of text in columns.
 *
 * @module
 */

/** How a column is set. */
export type Alignment = "left" | "right";

/**
 * Lines in which the cells of each column stand below one another, two spaces apart. Cells that are
 * missing at the end of a row take no room.
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
    Math.max(0, ...rows.map((row) => row[column]?.length ?? 0))
  );
  return rows.map((row) =>
    row.map((cell, column) =>
      alignments[column] === "right"
        ? cell.padStart(widths[column] ?? 0)
        : cell.padEnd(widths[column] ?? 0)
    ).join("  ").trimEnd()
  );
}
