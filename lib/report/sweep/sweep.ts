/**
 * The page on a sweep with the files that it is made of, as the command line asks for it.
 *
 * @module
 */
import type { History } from "../../data/artifacts.ts";
import { type Learned, learnedOf, sweepData } from "./data.ts";
import type { SweepFacts } from "./facts.ts";
import { renderSweep } from "./page.ts";

/** The page's style sheets, in their order. */
const STYLES = ["base", "headline", "tables", "graphs", "gallery", "sweep", "print"] as const;

/** In the order in which they run: a language that the chart library needs, that library, ours. */
const SCRIPTS = ["language", "charts", "script"] as const;

/** Assets are relative to this. */
const module = import.meta.url;

const assets = {
  language: { script: "../client/language.ts" },
  charts: { text: "uplot/dist/uPlot.iife.min.js" },
  script: { script: "../client/sweep/main.ts" },
  chartStyle: { text: "uplot/dist/uPlot.min.css" },
  chartLicence: { text: "uplot/LICENSE" },
  base: { text: "../style/base.css" },
  headline: { text: "../style/headline.css" },
  tables: { text: "../style/tables.css" },
  graphs: { text: "../style/charts.css" },
  gallery: { text: "../style/gallery.css" },
  sweep: { text: "../style/sweep.css" },
  print: { text: "../style/print.css" },
} as const;

/** A sweep, what the page keeps of each combination's artifacts, and the texts of the assets by name. */
export interface Swept {
  readonly parts: readonly (Learned | null)[];
  readonly facts: SweepFacts;
  readonly assets: { readonly [asset: string]: string };
}

/** What the page keeps of a combination's artifacts. */
function pick({ history }: { readonly history: History }): Learned {
  return learnedOf(history);
}

/** The page as text. */
async function render({ parts, facts, assets }: Swept): Promise<string> {
  const text = (name: string): string => assets[name] ?? "";
  return await renderSweep(sweepData(facts, parts), {
    script: SCRIPTS.map((name) => text(name).trim()).join("\n"),
    styles: ["chartStyle", ...STYLES].map(text),
    chartLicence: text("chartLicence"),
  });
}

/** What draws the page. */
export const sweepPage = { module, assets, pick, render } as const;
