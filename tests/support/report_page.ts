/**
 * The report as the pipeline makes it, without the engine's caching: with the very assets of the
 * stage's bundle, script and style sheets.
 *
 * @module
 */
import { assertExists } from "@std/assert";
import type { ReportInputs } from "../../lib/report/report_data.ts";
import { report } from "../../stages/report.ts";
import { bundledAssets } from "./bundled_assets.ts";
import { stageContext } from "./stage_context.ts";

const { module, assets } = report;
assertExists(assets);

/** The stage's assets, as the engine hands them over. */
export const REPORT_ASSETS = await bundledAssets({ module, assets });

/** The page that shows `inputs`. */
export async function reportPage(inputs: ReportInputs): Promise<string> {
  const context = stageContext({ inputs, params: {}, settings: {}, assets: REPORT_ASSETS });
  return (await report.run(context)).page;
}
