/**
 * Makes markup from data. The `html` template escapes all values that are not markup already; only `trusted`
 * marks a text as markup. Numbers that are not finite are refused, so that no page shows `NaN`.
 *
 * @module
 */

/** Markup that needs no escaping. */
export class Html {
  readonly #markup: string;

  /** Does not escape: call `html` or `trusted` instead. */
  constructor(markup: string) {
    this.#markup = markup;
  }

  /** Length of the markup in characters, nearly all of which are one byte. */
  get length(): number {
    return this.#markup.length;
  }

  /** The markup as text. */
  toString(): string {
    return this.#markup;
  }
}

/** A value in a template: text, number, markup, nothing (`null`, `false`), or a list of these. */
export type HtmlValue = Html | string | number | null | false | readonly HtmlValue[];

const ENTITIES: { readonly [character: string]: string } = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/**
 * Escapes `text` for an element or a quoted attribute. Lone surrogates and control characters, which HTML
 * does not allow, become U+FFFD.
 *
 * @example
 * ```ts
 * import { escapeHtml } from "./html.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(escapeHtml(`"><b>&`), "&quot;&gt;&lt;b&gt;&amp;");
 * assertEquals(escapeHtml("a\u0000b"), "a\uFFFDb");
 * ```
 */
export function escapeHtml(text: string): string {
  return text
    .toWellFormed()
    .replace(/[\p{Cc}\uFFFE\uFFFF]/gu, (c) => (c === "\n" || c === "\t" ? c : "\uFFFD"))
    .replace(/[&<>"']/g, (c) => ENTITIES[c]!);
}

/**
 * Marks a text as safe markup. Only for texts that this project wrote or has checked.
 *
 * @example
 * ```ts
 * import { html, trusted } from "./html.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(`${html`<p>${trusted("<br>")}</p>`}`, "<p><br></p>");
 * ```
 */
export function trusted(markup: string): Html {
  return new Html(markup);
}

/**
 * A template of markup. Attribute values must be quoted. The template's indentation is removed.
 *
 * @example
 * ```ts
 * import { html } from "./html.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const items = ["<i>", 2].map((item) => html`<li>${item}</li>`);
 * assertEquals(`${html`<ul>${items}</ul>`}`, "<ul><li>&lt;i&gt;</li><li>2</li></ul>");
 * ```
 *
 * @throws {RangeError} if a number is not finite.
 */
export function html(strings: TemplateStringsArray, ...values: readonly HtmlValue[]): Html {
  const pieces = strings.map(withoutIndent);
  return new Html(pieces[0]! + values.map((value, i) => render(value) + pieces[i + 1]!).join(""));
}

/** Removes the template's indentation, which would be a tenth of the page. Values keep theirs. */
function withoutIndent(piece: string): string {
  return piece.replace(/\n\s+/g, "\n");
}

function render(value: HtmlValue): string {
  if (value === null || value === false) return "";
  if (value instanceof Html) return value.toString();
  if (typeof value === "string") return escapeHtml(value);
  if (typeof value !== "number") return value.map(render).join("");
  if (Number.isFinite(value)) return String(value);
  throw new RangeError(
    `Cannot write ${value} into a page: expected a finite number; format a missing value first`,
  );
}
