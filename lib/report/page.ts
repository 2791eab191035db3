/**
 * The report: one HTML file that needs no other. Its bytes depend on its inputs alone: no date, no
 * time, no fact of a run. Refuses a script or a style sheet that would end its own element.
 *
 * @module
 */
import { percent } from "./format.ts";
import { contentSecurityPolicy } from "./csp.ts";
import { type Html, html, trusted } from "./html.ts";
import { nameText } from "./class_name.ts";
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

/** Texts that the page carries within itself. */
export interface PageAssets {
  /** The page's script, bundled for browsers. */
  readonly script: string;
  /** Style sheets, in their order. */
  readonly styles: readonly string[];
  /** The licence of the chart library, which asks to go with its code. */
  readonly chartLicence: string;
}

/** In the order of the page. */
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
 * The page that shows `data`.
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
 * @throws {RangeError} if the script or a style sheet holds the end of its own element.
 */
export async function renderPage(data: ReportData, assets: PageAssets): Promise<string> {
  const script = inline("script", assets.script);
  const style = inline("style", assets.styles.map(smallStyle).join("\n"));
  const policy = await contentSecurityPolicy(script.toString(), style.toString());
  return html`
    <!DOCTYPE html>
    <html lang="en">
      <head>
        <meta charset="utf-8">
        <meta http-equiv="Content-Security-Policy" content="${policy}">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <title>${title(data)}</title>
        <link rel="icon" href="data:,">
        <style>${style}</style>
      </head>
      <body>
        ${body(data, assets.chartLicence)}
        ${payloadElement(payload(data))}
        <script>${script}</script>
        </body>
    </html>
  `.toString().trimStart();
}

function title({ catalogue, metrics }: ReportData): string {
  const name = nameText(dataSetTitle(catalogue.dataset));
  return `${percent(metrics.accuracy)} on ${name}: softmax regression`;
}

function body(data: ReportData, chartLicence: string): Html {
  return html`
    <a class="skip" href="#content">Skip to the content</a>
    <nav aria-label="Sections">
      <ul>
      ${SECTIONS.map(({ id, title }) => html`<li><a href="#${id}">${title}</a></li>`)}
      </ul>
    </nav>
    <main id="content">
      ${headline(data)}
      ${SECTIONS.map((section) => sectionMarkup(section, data))}
    </main>
    <footer>
      <details>
        <summary>Licence of uPlot, the chart library in this page</summary>
        <pre>${chartLicence}</pre>
      </details>
    </footer>
  `;
}

function inline(element: "script" | "style", text: string): Html {
  const found = text.match(/<\/(?:script|style)|<!--/i);
  if (found === null) return trusted(text);
  throw new RangeError(
    `Cannot put the ${element} into the page: it holds "${
      found[0]
    }" at ${found.index}, which could ` +
      "end its element; write it in two parts",
  );
}

/** A style sheet without comments and indentation. */
function smallStyle(text: string): string {
  return text
    .replace(/\/\*[^]*?\*\//g, "")
    .replace(/\s*\n\s*/g, "\n")
    .replace(/(?<=[;{,])\n|\n(?=})|(?<=}) | (?={)/g, "")
    .trim();
}
