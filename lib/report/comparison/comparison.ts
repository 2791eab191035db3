/**
 * The comparison page as the command line uses it: its files and its renderer.
 *
 * @module
 */
import { assetsOfPage, pageFiles } from "../page_files.ts";
import { comparisonData, type ComparisonInputs } from "./data.ts";
import type { ComparisonFacts } from "./facts.ts";
import { renderComparison } from "./page.ts";

/** The inputs of the page: two runs, and the texts of the assets by name. */
export interface Compared {
  readonly before: ComparisonInputs;
  readonly after: ComparisonInputs;
  readonly facts: ComparisonFacts;
  readonly assets: { readonly [asset: string]: string };
}

/** Renders the page. */
async function render({ before, after, facts, assets }: Compared): Promise<string> {
  return await renderComparison(comparisonData(before, after, facts), assetsOfPage(assets));
}

/** Files and renderer of the page. */
export const comparison = { ...pageFiles("comparison"), render } as const;
