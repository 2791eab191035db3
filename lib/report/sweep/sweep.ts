/**
 * The sweep page as the command line uses it: its files and its renderer.
 *
 * @module
 */
import type { History } from "../../data/artifacts.ts";
import { assetsOfPage, pageFiles } from "../page_files.ts";
import { type Learned, learnedOf, sweepData } from "./data.ts";
import type { SweepFacts } from "./facts.ts";
import { renderSweep } from "./page.ts";

/** The inputs of the page: facts, learning curves of each combination, and texts of the assets by name. */
export interface Swept {
  readonly parts: readonly (Learned | null)[];
  readonly facts: SweepFacts;
  readonly assets: { readonly [asset: string]: string };
}

/** Selects the parts of a combination's artifacts that the page needs. */
function pick({ history }: { readonly history: History }): Learned {
  return learnedOf(history);
}

/** Renders the page. */
async function render({ parts, facts, assets }: Swept): Promise<string> {
  return await renderSweep(sweepData(facts, parts), assetsOfPage(assets));
}

/** Files and renderer of the page. */
export const sweepPage = { ...pageFiles("sweep"), pick, render } as const;
