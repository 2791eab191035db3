/**
 * What a page is made of: sections, each a plain function from data to markup.
 *
 * @module
 */
import { type Html, html } from "./html.ts";

/** A place in the page that the table of contents leads to. */
export interface Heading {
  /** Anchor: `#learning`. */
  readonly id: string;
  readonly title: string;
  /** What the table of contents calls it; the title by default. */
  readonly short?: string;
}

/** A part of the page that shows `Data` under a heading. */
export interface Section<Data> extends Heading {
  /** What stands below the heading. */
  readonly render: (data: Data) => Html;
}

/**
 * The table of contents.
 *
 * @example
 * ```ts
 * import { contentsMarkup } from "./section.ts";
 * import { assertMatch } from "@std/assert";
 *
 * const sections = [{ id: "size", title: "How large it is", short: "Size" }];
 * assertMatch(`${contentsMarkup(sections)}`, /<a href="#size">Size<\/a>/);
 * ```
 */
export function contentsMarkup(sections: readonly Heading[]): Html {
  return html`
    <nav aria-label="Sections">
      <ul>
        ${sections.map(({ id, title, short }) =>
          html`<li><a href="#${id}">${short ?? title}</a></li>`
        )}
      </ul>
    </nav>
  `;
}

/**
 * A section as markup, under a heading of the second level.
 *
 * @example
 * ```ts
 * import { sectionMarkup } from "./section.ts";
 * import { html } from "./html.ts";
 * import { assertMatch } from "@std/assert";
 *
 * const section = { id: "size", title: "Size", render: (n: number) => html`<p>${n}</p>` };
 * assertMatch(`${sectionMarkup(section, 3)}`, /<h2 id="size-title">Size<\/h2>/);
 * ```
 */
export function sectionMarkup<Data>({ id, title, render }: Section<Data>, data: Data): Html {
  return html`
    <section id="${id}" aria-labelledby="${id}-title">
      <h2 id="${id}-title">${title}</h2>
      ${render(data)}
    </section>
  `;
}

/**
 * A table that scrolls sideways by itself where the window is too narrow, by keyboard too.
 *
 * @example
 * ```ts
 * import { scrollable } from "./section.ts";
 * import { html } from "./html.ts";
 * import { assertMatch } from "@std/assert";
 *
 * assertMatch(`${scrollable("Epochs", html`<table></table>`)}`, /aria-label="Epochs" tabindex="0"/);
 * ```
 */
export function scrollable(label: string, table: Html): Html {
  return html`<div class="scroll" role="region" aria-label="${label}" tabindex="0">${table}</div>`;
}
