/**
 * Sections of a page, each of which is a function from data to markup, and their table of contents.
 *
 * @module
 */
import { type Html, html } from "./html.ts";

/** A heading that the table of contents links to. */
export interface Heading {
  /** Anchor: `#learning`. */
  readonly id: string;
  readonly title: string;
  /** Title in the table of contents. Default: `title`. */
  readonly short?: string;
}

/** A section that shows `Data` under a heading. */
export interface Section<Data> extends Heading {
  /** Renders the content below the heading. */
  readonly render: (data: Data) => Html;
}

/**
 * Renders the table of contents.
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
 * Renders a section under a heading of the second level.
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
 * Wraps a table so that it scrolls sideways in a narrow window, also by keyboard.
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
