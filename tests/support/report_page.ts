/**
 * The report as the pipeline makes it, without the engine's caching: with the very assets of the
 * stage's bundle, script and style sheets.
 *
 * @module
 */
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
  using bundler = new Bundler(REPOSITORY);
  const { code } = await bundler.bundle(report);
  // The bundle sets a variable; a module of it gives the variable away.
  const module = `${code}\nexport const { assets } = stage;`;
  const { assets } = await import(`data:text/javascript,${encodeURIComponent(module)}`);
  return assets;
}
