/**
 * Text from outside as a terminal may show it. Refuses to let a log line, a name or a message move
 * the cursor, change colours or turn the writing direction.
 *
 * @module
 */

/** Control characters, bidirectional overrides and isolates, halves of surrogate pairs. */
const UNSAFE = /[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;

/**
 * `text` on one line, with what could steer a terminal replaced by U+FFFD and tabs by spaces.
 *
 * @example
 * ```ts
 * import { printable } from "./printable.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(printable("loss\t0.27\u001b[2J"), "loss 0.27\uFFFD[2J");
 * ```
 */
export function printable(text: string): string {
  return text.toWellFormed().replace(/[\t\n]/g, " ").replace(UNSAFE, "\uFFFD");
}

/** The same for text of several lines, which stay lines. */
export function printableLines(text: string): string[] {
  return text.replace(/\r\n/g, "\n").split("\n").map(printable);
}
