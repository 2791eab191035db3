/**
 * Formats class names. They come from outside and may be hostile: very long, or with characters that
 * change the direction of writing. So each name is isolated (`bdi`), and shortened everywhere except in
 * the table of classes.
 *
 * @module
 */
import { type Html, html } from "./html.ts";

/** Largest number of code points of a shortened name. */
export const SHORT_NAME_LENGTH = 24;

const FIRST_STRONG_ISOLATE = "\u2068";
const POP_ISOLATE = "\u2069";

/**
 * The name of each class: the number of a class whose name is missing or empty.
 *
 * @example
 * ```ts
 * import { classNames } from "./class_name.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(classNames(["Coat"], 3), ["Coat", "1", "2"]);
 * ```
 */
export function classNames(given: readonly string[], classes: number): string[] {
  return Array.from({ length: classes }, (_, k) => given[k] || String(k));
}

/**
 * Shortens `name` to at most `SHORT_NAME_LENGTH` code points; a shortened name ends with an ellipsis.
 *
 * @example
 * ```ts
 * import { shortName } from "./class_name.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(shortName("Ankle boot"), "Ankle boot");
 * assertEquals(shortName("x".repeat(30)), "x".repeat(23) + "…");
 * ```
 */
export function shortName(name: string): string {
  // A code point has at most two code units, so a short prefix suffices, even of a name of 10 kB.
  const start = Array.from(name.slice(0, 2 * SHORT_NAME_LENGTH + 2));
  if (start.length <= SHORT_NAME_LENGTH) return name;
  return start.slice(0, SHORT_NAME_LENGTH - 1).join("") + "…";
}

/**
 * A shortened, isolated name as markup.
 *
 * @example
 * ```ts
 * import { nameTag } from "./class_name.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(`${nameTag("<7>")}`, "<bdi>&lt;7&gt;</bdi>");
 * ```
 */
export function nameTag(name: string): Html {
  return html`<bdi>${shortName(name)}</bdi>`;
}

/**
 * A shortened, isolated name as plain text, for places without markup such as an `alt` attribute.
 *
 * @example
 * ```ts
 * import { nameText } from "./class_name.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(nameText("7"), "\u20687\u2069");
 * ```
 */
export function nameText(name: string): string {
  return FIRST_STRONG_ISOLATE + shortName(name) + POP_ISOLATE;
}
