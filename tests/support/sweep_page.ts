/**
 * The page on a sweep as `sweep --html` makes it, with its very assets.
 *
 * @module
 */
import { sweepPage } from "../../lib/report/sweep/sweep.ts";
import { bundledAssets } from "./bundled_assets.ts";

type Swept = Parameters<typeof sweepPage.render>[0];

const ASSETS = await bundledAssets(sweepPage);

/** The page that shows a sweep. */
export async function sweptPage(
  { facts, learned }: { readonly facts: Swept["facts"]; readonly learned: Swept["parts"] },
): Promise<string> {
  return await sweepPage.render({ facts, parts: learned, assets: ASSETS });
}
