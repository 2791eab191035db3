/**
 * The report as the pipeline makes it, without the engine's caching: with the very assets of the
 * stage's bundle, script and style sheets.
 *
 * @module
 */
import { assertExists } from "@std/assert";
import { Bundler } from "../../lib/engine/code/bundler.ts";
import type { ReportInputs } from "../../lib/report/report_data.ts";
import { report } from "../../stages/report.ts";
import { REPOSITORY } from "./project.ts";
import { stageContext } from "./stage_context.ts";

type Assets = Parameters<typeof report.run>[0]["assets"];

/** The stage's assets, as the engine hands them over. */
export const REPORT_ASSETS: Assets = await bundleAssets();

/** The page that shows `inputs`. */
export async function reportPage(inputs: ReportInputs): Promise<string> {
  const context = stageContext({ inputs, params: {}, settings: {}, assets: REPORT_ASSETS });
  return (await report.run(context)).page;
}

async function bundleAssets(): Promise<Assets> {
  const { module, assets } = report;
  assertExists(assets);
  using bundler = new Bundler(REPOSITORY);
  return await bundler.assets({ module, assets });
}
