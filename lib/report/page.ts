/**
 * Renders the report: one self-contained HTML file. Its bytes depend on its inputs alone: it has no date, no
 * time and no other fact of a run.
 *
 * @module
 */
import { percent } from "./format.ts";
import { html } from "./html.ts";
import { nameText } from "./class_name.ts";
import { chartLicence } from "./licence.ts";
import type { PageAssets } from "./page_assets.ts";
import { payload, payloadElement } from "./payload.ts";
import type { ReportData } from "./report_data.ts";
import { type Section, sectionMarkup } from "./section.ts";
import { calibration } from "./sections/calibration.ts";
import { classes } from "./sections/classes.ts";
import { confusion } from "./sections/confusion.ts";
import { data as dataSection } from "./sections/data.ts";
import { dataSetTitle, headline } from "./sections/headline.ts";
import { learning } from "./sections/learning.ts";
import { lecture } from "./sections/lecture.ts";
import { mistakes } from "./sections/mistakes.ts";
import { provenance } from "./sections/provenance.ts";
import { tryIt } from "./sections/try_it.ts";
import { weights } from "./sections/weights.ts";
import { pageLayout } from "./shell.ts";

/** Bytes of a page. The images fill the space that the rest leaves. With facts it stays below 500 kB. */
const PAGE_BUDGET_BYTES = 484_000;

/** The sections in the order of the page. */
const SECTIONS: readonly Section<ReportData>[] = [
  tryIt,
  learning,
  confusion,
  classes,
  mistakes,
  weights,
  calibration,
  dataSection,
  lecture,
  provenance,
];

/**
 * Renders the page that shows `data`.
 *
 * @example
 * ```ts
 * import { renderPage } from "./page.ts";
 * import { reportData } from "./report_data.ts";
 * import { fixture } from "../../tests/report/fixture.ts";
 * import { assert } from "@std/assert";
 *
 * const assets = { script: "", styles: ["p { margin: 0 }"], chartLicence: "MIT" };
 * const page = await renderPage(reportData(fixture({})), assets);
 * assert(page.startsWith("<!DOCTYPE html>"));
 * ```
 *
 * @throws {RangeError} if the script or a style sheet contains the end tag of its own element.
 */
export async function renderPage(data: ReportData, assets: PageAssets): Promise<string> {
  return await pageLayout({
    title: title(data),
    styles: assets.styles,
    script: assets.script,
    sections: SECTIONS,
    main: html`
      ${headline(data)}
      ${SECTIONS.map((section) => sectionMarkup(section, data))}
    `,
    footer: chartLicence(assets.chartLicence),
    data: (length) => payloadElement(payload(data, PAGE_BUDGET_BYTES - length)),
  });
}

function title({ catalogue, metrics }: ReportData): string {
  const name = nameText(dataSetTitle(catalogue.dataset));
  return `${percent(metrics.accuracy)} on ${name}: softmax regression`;
}
