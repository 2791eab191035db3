/**
 * The page on two runs as `diff --html` makes it, with its very assets.
 *
 * @module
 */
import { comparison } from "../../lib/report/comparison/comparison.ts";
import type { ComparedFixture } from "../report/comparison_fixture.ts";
import { bundledAssets } from "./bundled_assets.ts";

const ASSETS = await bundledAssets(comparison);

/** The page that shows two runs. */
export async function comparisonPage(runs: ComparedFixture): Promise<string> {
  return await comparison.render({ ...runs, assets: ASSETS });
}
