/**
 * The texts that a page carries within itself, put together from its assets.
 *
 * @module
 */

/** Texts that a page carries within itself. */
export interface PageAssets {
  /** The page's script, bundled for browsers. */
  readonly script: string;
  /** Style sheets, in their order. */
  readonly styles: readonly string[];
  /** The licence of the chart library, which asks to go with its code. */
  readonly chartLicence: string;
}

/** In the order in which they run: a language that the chart library needs, that library, ours. */
const SCRIPTS = ["language", "charts", "script"] as const;

/** What every page with charts has, beside its own style sheets. */
export type ChartAsset = typeof SCRIPTS[number] | "chartStyle" | "chartLicence";

/**
 * What a page carries, of the assets that a bundler made.
 *
 * @param texts by name: each `ChartAsset`, and the style sheets.
 * @param styles names of the style sheets, in their order; that of the charts goes before them.
 *
 * @throws {TypeError} if one of them is missing.
 *
 * @example
 * ```ts
 * import { pageAssets } from "./page_assets.ts";
 * import { assertEquals, assertThrows } from "@std/assert";
 *
 * const texts = { language: "a();\n", charts: "b();\n", script: "c();\n", chartLicence: "MIT" };
 * const assets = pageAssets({ ...texts, chartStyle: "u {}", base: "p {}" }, ["base"]);
 * assertEquals(assets.script, "a();\nb();\nc();");
 * assertEquals(assets.styles, ["u {}", "p {}"]);
 * assertThrows(() => pageAssets(texts, ["base"]), TypeError, 'no asset "chartStyle"');
 * ```
 */
export function pageAssets(
  texts: { readonly [asset: string]: string },
  styles: readonly string[],
): PageAssets {
  const text = (asset: string): string => texts[asset] ?? missing(asset);
  return {
    script: SCRIPTS.map((asset) => text(asset).trim()).join("\n"),
    styles: ["chartStyle", ...styles].map(text),
    chartLicence: text("chartLicence"),
  };
}

function missing(asset: string): never {
  throw new TypeError(
    `Cannot make the page: it has no asset "${asset}"; declare it with the others`,
  );
}
