/**
 * Renders the sweep page: one self-contained HTML file.
 *
 * @module
 */
import { html } from "../html.ts";
import { chartLicence } from "../licence.ts";
import type { PageAssets } from "../page_assets.ts";
import { payloadElement } from "../payload.ts";
import { type Section, sectionMarkup } from "../section.ts";
import { pageLayout } from "../shell.ts";
import type { SweepData } from "./data.ts";
import { sweepPayload } from "./payload.ts";
import { curves } from "./sections/curves.ts";
import { headline, title } from "./sections/headline.ts";
import { parallel } from "./sections/parallel.ts";
import { table } from "./sections/table.ts";

/** The sections in the order of the page. */
const SECTIONS: readonly Section<SweepData>[] = [parallel, curves, table];

/**
 * Renders the page that shows `data`.
 *
 * @example
 * ```ts
 * import { renderSweep } from "./page.ts";
 * import { sweepData } from "./data.ts";
 * import { sweptFixture } from "../../../tests/report/sweep_fixture.ts";
 * import { assertStringIncludes } from "@std/assert";
 *
 * const { facts, learned } = sweptFixture();
 * const assets = { script: "", styles: ["p { margin: 0 }"], chartLicence: "MIT" };
 * const page = await renderSweep(sweepData(facts, learned), assets);
 * assertStringIncludes(page, "6 combinations, best validation.loss 0.28000");
 * ```
 *
 * @throws {RangeError} if the script or a style sheet contains the end tag of its own element.
 */
export async function renderSweep(
  data: SweepData,
  assets: PageAssets,
): Promise<string> {
  return await pageLayout({
    title: title(data.facts),
    styles: assets.styles,
    script: assets.script,
    sections: SECTIONS,
    main: html`
      ${headline(data)}
      ${SECTIONS.map((section) => sectionMarkup(section, data))}
    `,
    footer: chartLicence(assets.chartLicence),
    data: () => payloadElement(sweepPayload(data)),
  });
}
