/**
 * Writes comma-separated values according to RFC 4180.
 *
 * @module
 */

/**
 * Writes rows, each ended by CR LF. A text that a spreadsheet would read as a formula gets an apostrophe in
 * front.
 *
 * @example
 * ```ts
 * import { csv } from "./csv.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(csv([["a", 1], ['say "no"', null]]), 'a,1\r\n"say ""no""",\r\n');
 * assertEquals(csv([["=1+1", -1]]), "'=1+1,-1\r\n");
 * ```
 */
export function csv(rows: readonly (readonly (string | number | null)[])[]): string {
  return rows.map((row) => `${row.map(field).join(",")}\r\n`).join("");
}

function field(value: string | number | null): string {
  if (value === null) return "";
  if (typeof value === "number") return String(value);
  const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
