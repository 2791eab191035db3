/**
 * The page on a sweep with the files that it is made of, as the command line asks for it.
 *
 * @module
 */
import type { History } from "../../data/artifacts.ts";
import { carriedAssets, pageFiles } from "../page_files.ts";
import { type Learned, learnedOf, sweepData } from "./data.ts";
import type { SweepFacts } from "./facts.ts";
import { renderSweep } from "./page.ts";

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
  return await renderSweep(sweepData(facts, parts), carriedAssets(assets));
}

/** What draws the page. */
export const sweepPage = { ...pageFiles("sweep"), pick, render } as const;
