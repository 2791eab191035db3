/**
 * What the page is made of: sections, each a plain function from data to markup.
 *
 * @module
 */
import { type Html, html } from "./html.ts";
import type { ReportData } from "./report_data.ts";

/** A part of the page with a heading and a place in the table of contents. */
export interface Section {
  /** Anchor: `#learning`. */
  readonly id: string;
  readonly title: string;
  /** What the table of contents calls it; the title by default. */
  readonly short?: string;
  /** What stands below the heading. */
  readonly render: (data: ReportData) => Html;
}

/**
 * A section as markup, under a heading of the second level.
 *
 * @example
 * ```ts
 * import { sectionMarkup } from "./section.ts";
 * import { html } from "./html.ts";
 * import { reportData } from "./report_data.ts";
 * import { fixture } from "../../tests/report/fixture.ts";
 * import { assertMatch } from "@std/assert";
 *
 * const section = { id: "size", title: "Size", render: () => html`<p>small</p>` };
 * assertMatch(`${sectionMarkup(section, reportData(fixture({})))}`, /<h2 id="size-title">Size<\/h2>/);
 * ```
 */
export function sectionMarkup({ id, title, render }: Section, data: ReportData): Html {
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
