/**
 * The page on two runs with the files that it is made of, as the command line asks for it.
 *
 * @module
 */
import { carriedAssets, pageFiles } from "../page_files.ts";
import { comparisonData, type ComparisonInputs } from "./data.ts";
import type { ComparisonFacts } from "./facts.ts";
import { renderComparison } from "./page.ts";

/** Two runs, and the texts of the assets by name. */
export interface Compared {
  readonly before: ComparisonInputs;
  readonly after: ComparisonInputs;
  readonly facts: ComparisonFacts;
  readonly assets: { readonly [asset: string]: string };
}

/** The page as text. */
async function render({ before, after, facts, assets }: Compared): Promise<string> {
  return await renderComparison(comparisonData(before, after, facts), carriedAssets(assets));
}

/** What draws the page. */
export const comparison = { ...pageFiles("comparison"), render } as const;
