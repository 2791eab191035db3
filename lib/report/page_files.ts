/**
 * The files of the comparison page and the sweep page, which differ in the script and one style sheet. The
 * report lists its files itself, so that a run without changes need not load this module.
 *
 * @module
 */
import { type PageAssets, pageAssets } from "./page_assets.ts";

/** The page's style sheets, in cascade order. */
const STYLES = ["base", "headline", "tables", "graphs", "gallery", "own", "print"] as const;

/** The files of a page, for the bundler. */
export interface PageFiles {
  /** `import.meta.url` of the module that their paths are relative to. */
  readonly module: string;
  /** By name: a script to bundle for browsers, or a text to embed unchanged. */
  readonly assets: {
    readonly [asset: string]: { readonly script: string } | { readonly text: string };
  };
}

/** Lists the files of a page. */
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

/** Assembles the texts that a page embeds from the bundled files. */
export function assetsOfPage(texts: { readonly [asset: string]: string }): PageAssets {
  return pageAssets(texts, STYLES);
}
