/**
 * Colours and links of a terminal, or their absence. Colour never carries a meaning that the words do
 * not.
 *
 * @module
 */

/** Ways to mark text. */
export type Mark = "bold" | "dim" | "red" | "green" | "yellow" | "cyan";

const CODES: { readonly [M in Mark]: readonly [on: number, off: number] } = {
  bold: [1, 22],
  dim: [2, 22],
  red: [31, 39],
  green: [32, 39],
  yellow: [33, 39],
  cyan: [36, 39],
};

/** How text is marked on one stream. */
export interface Style {
  readonly colour: boolean;
  mark(mark: Mark, text: string): string;
}

/** A style that marks, or one that leaves text as it is. */
export function styleOf(colour: boolean): Style {
  return {
    colour,
    mark: (mark, text) =>
      colour && text !== "" ? `\x1b[${CODES[mark][0]}m${text}\x1b[${CODES[mark][1]}m` : text,
  };
}

/**
 * Text that a click opens (OSC 8). Terminals that do not know it show the text alone.
 *
 * @example
 * ```ts
 * import { hyperlink } from "./style.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const link = hyperlink("report.html", "file:///report.html");
 * assertEquals(link, "\x1b]8;;file:///report.html\x1b\\report.html\x1b]8;;\x1b\\");
 * ```
 */
export function hyperlink(text: string, url: string): string {
  return `\x1b]8;;${url}\x1b\\${text}\x1b]8;;\x1b\\`;
}
