/**
 * The report as the pipeline makes it, without the engine's caching: with the very assets of the
 * stage's bundle, script and style sheets.
 *
 * @module
 */
import type { ReportInputs } from "../../lib/report/report_data.ts";
import { report } from "../../stages/report.ts";
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
  const url = new URL("./report_assets_worker.ts", import.meta.url);
  const worker = new Worker(url, { type: "module" });
  const { promise, resolve, reject } = Promise.withResolvers<Assets>();
  worker.onmessage = ({ data }) => resolve(data);
  worker.onerror = ({ message }) => reject(new Error(`Cannot bundle the report: ${message}`));
  try {
    return await promise;
  } finally {
    worker.terminate();
  }
}
