/**
 * Assembles the scripts, style sheets and licences that a page embeds from its assets.
 *
 * @module
 */

/** Texts that a page embeds. */
export interface PageAssets {
  /** The page's script, bundled for browsers. */
  readonly script: string;
  /** Style sheets in cascade order. */
  readonly styles: readonly string[];
  /** The licence of the chart library, which must accompany its code. */
  readonly chartLicence: string;
}

/** Scripts in the order in which they run: the fix of the language, the chart library, ours. */
const SCRIPTS = ["language", "charts", "script"] as const;

/** Assets of every page with charts, beside its own style sheets. */
export type ChartAsset = typeof SCRIPTS[number] | "chartStyle" | "chartLicence";

/**
 * Assembles the texts that a page embeds.
 *
 * @param texts by name: each `ChartAsset`, and the style sheets
 * @param styles names of the style sheets in cascade order; the style sheet of the charts precedes them
 *
 * @throws {TypeError} if an asset is missing.
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
