/**
 * Markup from data. Whatever goes into an `html` template is escaped, unless it is markup already;
 * the only other door is `trusted`. Refuses numbers that are not finite, so that no `NaN` is ever
 * shown.
 *
 * @module
 */

/** Markup that may stand in a page as it is. */
export class Html {
  readonly #markup: string;

  /** Takes `markup` as it is: call `html` or `trusted` instead. */
  constructor(markup: string) {
    this.#markup = markup;
  }

  /** Characters of the markup, which are bytes but for a few signs. */
  get length(): number {
    return this.#markup.length;
  }

  /** The markup as text. */
  toString(): string {
    return this.#markup;
  }
}

/** What a template takes: text, numbers, markup, nothing (`null`, `false`), and lists of these. */
export type HtmlValue = Html | string | number | null | false | readonly HtmlValue[];

const ENTITIES: { readonly [character: string]: string } = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/**
 * `text` as it must be written inside an element or a quoted attribute. Half surrogate pairs and
 * control characters, which HTML cannot hold, become U+FFFD.
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
 * Marks `markup` as safe. Only for text that this project wrote or has checked.
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
 * A template of markup. Attribute values must be written in quotes; indentation is dropped.
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

/** The template's own indentation would be a tenth of the page. Values keep theirs. */
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
