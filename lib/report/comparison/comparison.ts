/**
 * The page on two runs with the files that it is made of, as the command line asks for it.
 *
 * @module
 */
import { comparisonData, type ComparisonInputs } from "./data.ts";
import type { ComparisonFacts } from "./facts.ts";
import { renderComparison } from "./page.ts";

/** The page's style sheets, in their order. */
const STYLES = ["base", "headline", "tables", "graphs", "gallery", "comparison", "print"] as const;

/** In the order in which they run: a language that the chart library needs, that library, ours. */
const SCRIPTS = ["language", "charts", "script"] as const;

/** Assets are relative to this. */
const module = import.meta.url;

const assets = {
  language: { script: "../client/language.ts" },
  charts: { text: "uplot/dist/uPlot.iife.min.js" },
  script: { script: "../client/comparison/main.ts" },
  chartStyle: { text: "uplot/dist/uPlot.min.css" },
  chartLicence: { text: "uplot/LICENSE" },
  base: { text: "../style/base.css" },
  headline: { text: "../style/headline.css" },
  tables: { text: "../style/tables.css" },
  graphs: { text: "../style/charts.css" },
  gallery: { text: "../style/gallery.css" },
  comparison: { text: "../style/comparison.css" },
  print: { text: "../style/print.css" },
} as const;

/** Two runs, and the texts of the assets by name. */
export interface Compared {
  readonly before: ComparisonInputs;
  readonly after: ComparisonInputs;
  readonly facts: ComparisonFacts;
  readonly assets: { readonly [asset: string]: string };
}

/** The page as text. */
async function render({ before, after, facts, assets }: Compared): Promise<string> {
  const text = (name: string): string => assets[name] ?? "";
  return await renderComparison(comparisonData(before, after, facts), {
    script: SCRIPTS.map((name) => text(name).trim()).join("\n"),
    styles: ["chartStyle", ...STYLES].map(text),
    chartLicence: text("chartLicence"),
  });
}

/** What draws the page. */
export const comparison = { module, assets, render } as const;
