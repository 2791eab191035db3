/**
 * The page that sets two runs side by side: one HTML file that needs no other.
 *
 * @module
 */
import { html } from "../html.ts";
import { chartLicence } from "../licence.ts";
import type { PageAssets } from "../page_assets.ts";
import { payloadElement } from "../payload.ts";
import { type Section, sectionMarkup } from "../section.ts";
import { pageShell } from "../shell.ts";
import type { ComparisonData } from "./data.ts";
import { comparisonPayload } from "./payload.ts";
import { curves } from "./sections/curves.ts";
import { differences } from "./sections/differences.ts";
import { flips } from "./sections/flips.ts";
import { headline } from "./sections/headline.ts";
import { significance } from "./sections/significance.ts";
import { runTitle } from "./words.ts";

/** In the order of the page. */
const SECTIONS: readonly Section<ComparisonData>[] = [significance, curves, flips, differences];

/**
 * The page that shows `data`.
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
 * @throws {RangeError} if the script or a style sheet holds the end of its own element.
 */
export async function renderComparison(
  data: ComparisonData,
  assets: PageAssets,
): Promise<string> {
  const { before, after } = data.facts;
  return await pageShell({
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
