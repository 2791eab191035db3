/**
 * Renders the comparison page: one self-contained HTML file on two runs.
 *
 * @module
 */
import { html } from "../html.ts";
import { chartLicence } from "../licence.ts";
import type { PageAssets } from "../page_assets.ts";
import { payloadElement } from "../payload.ts";
import { type Section, sectionMarkup } from "../section.ts";
import { pageLayout } from "../shell.ts";
import type { ComparisonData } from "./data.ts";
import { comparisonPayload } from "./payload.ts";
import { curves } from "./sections/curves.ts";
import { differences } from "./sections/differences.ts";
import { flips } from "./sections/flips.ts";
import { headline } from "./sections/headline.ts";
import { significance } from "./sections/significance.ts";
import { runTitle } from "./words.ts";

/** The sections in the order of the page. */
const SECTIONS: readonly Section<ComparisonData>[] = [significance, curves, flips, differences];

/**
 * Renders the page that shows `data`.
 *
 * @example
 * ```ts
 * import { renderComparison } from "./page.ts";
 * import { comparisonData } from "./data.ts";
 * import { compared } from "../../../tests/report/comparison_fixture.ts";
 * import { assert } from "@std/assert";
 *
 * const { before, after, facts } = compared({});
 * const assets = { script: "", styles: ["p { margin: 0 }"], chartLicence: "MIT" };
 * const page = await renderComparison(comparisonData(before, after, facts), assets);
 * assert(page.startsWith("<!DOCTYPE html>"));
 * ```
 *
 * @throws {RangeError} if the script or a style sheet contains the end tag of its own element.
 */
export async function renderComparison(
  data: ComparisonData,
  assets: PageAssets,
): Promise<string> {
  const { before, after } = data.facts;
  return await pageLayout({
    title: `${runTitle(before)} against ${runTitle(after)}`,
    styles: assets.styles,
    script: assets.script,
    sections: SECTIONS,
    main: html`
      ${headline(data)}
      ${SECTIONS.map((section) => sectionMarkup(section, data))}
    `,
    footer: chartLicence(assets.chartLicence),
    data: () => payloadElement(comparisonPayload(data)),
  });
}
