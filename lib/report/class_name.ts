/**
 * Class names on the page. They come from outside and may be hostile: very long, or with characters
 * that turn the direction of writing. Where one stands, it stands alone (`bdi`), and everywhere but
 * in the table of classes it is cut short.
 *
 * @module
 */
import { type Html, html } from "./html.ts";

/** Code points of a name that are shown where space is short. */
export const SHORT_NAME_LENGTH = 24;

const FIRST_STRONG_ISOLATE = "\u2068";
const POP_ISOLATE = "\u2069";

/**
 * One name a class: the given ones, and the class's number where none is given.
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
 * At most `SHORT_NAME_LENGTH` code points of `name`, with an ellipsis where it was cut.
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
  // A code point takes at most two units: no need to split 10 kB to look at 24.
  const start = Array.from(name.slice(0, 2 * SHORT_NAME_LENGTH + 2));
  if (start.length <= SHORT_NAME_LENGTH) return name;
  return start.slice(0, SHORT_NAME_LENGTH - 1).join("") + "…";
}

/**
 * A short name as markup.
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
 * A short name for plain text, such as an `alt` attribute, where `bdi` cannot stand.
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
