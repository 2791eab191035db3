/**
 * The files of the pages that the command line makes, on two runs and on a sweep: the same but for the
 * script and one style sheet. The report lists its own, so that a run in which nothing changed need
 * not load this.
 *
 * @module
 */
import { type PageAssets, pageAssets } from "./page_assets.ts";

/** The page's style sheets, in their order. */
const STYLES = ["base", "headline", "tables", "graphs", "gallery", "own", "print"] as const;

/** What a bundler is told of a page's files. */
export interface PageFiles {
  /** `import.meta.url` of the module that their paths are relative to. */
  readonly module: string;
  /** By name: a script for browsers, or a text as it is. */
  readonly assets: {
    readonly [asset: string]: { readonly script: string } | { readonly text: string };
  };
}

/** The files of a page. */
export function pageFiles(page: "comparison" | "sweep"): PageFiles {
  return {
    module: import.meta.url,
    assets: {
      language: { script: "./client/language.ts" },
      charts: { text: "uplot/dist/uPlot.iife.min.js" },
      script: { script: `./client/${page}/main.ts` },
      chartStyle: { text: "uplot/dist/uPlot.min.css" },
      chartLicence: { text: "uplot/LICENSE" },
      base: { text: "./style/base.css" },
      headline: { text: "./style/headline.css" },
      tables: { text: "./style/tables.css" },
      graphs: { text: "./style/charts.css" },
      gallery: { text: "./style/gallery.css" },
      own: { text: `./style/${page}.css` },
      print: { text: "./style/print.css" },
    },
  };
}

/** What such a page carries, of the texts that the bundler made of its files. */
export function carriedAssets(texts: { readonly [asset: string]: string }): PageAssets {
  return pageAssets(texts, STYLES);
}
