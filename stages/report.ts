/**
 * The `report` stage: renders the artifacts of a model as one HTML page. The page contains no fact of a
 * run, such as its time; the command line adds those to a copy (see `lib/report/run_facts.ts`).
 *
 * @module
 */
import { defineStage, type ParamSchema, type StageContext } from "../lib/engine/stage.ts";
import type { ChartAsset } from "../lib/report/page_assets.ts";
import type { ReportInputs } from "../lib/report/report_data.ts";

const schema = {} as const satisfies ParamSchema;

/** The page's style sheets, in cascade order. */
const STYLES = [
  "base",
  "headline",
  "tables",
  "graphs",
  "gallery",
  "panel",
  "try_it",
  "lecture",
  "print",
] as const;

type Asset = ChartAsset | typeof STYLES[number];

/**
 * Renders the page.
 *
 * @throws {RangeError} if the inputs have different shapes.
 */
export async function run(
  { inputs, assets, log }: StageContext<ReportInputs, typeof schema, never, Asset>,
): Promise<{ page: string }> {
  // Import here and not above: these are a third of all modules, and a run without changes needs none.
  const [{ renderPage }, { pageAssets }, { reportData }] = await Promise.all([
    import("../lib/report/page.ts"),
    import("../lib/report/page_assets.ts"),
    import("../lib/report/report_data.ts"),
  ]);
  const page = await renderPage(reportData(inputs), pageAssets(assets, STYLES));
  log(`the page has ${page.length} characters`);
  return { page };
}

/** The last stage of the pipeline. */
export const report = defineStage({
  module: import.meta.url,
  name: "report",
  description: "shows a model, its training and its mistakes in one HTML page",
  inputs: {
    metrics: "measurements of the model on the test split",
    predictions: "probabilities and predicted class of each test example",
    model: "weights and bias",
    history: "losses and accuracies after each epoch",
    test: "the test split",
    normalization: "affine map from pixels to features",
    catalogue: "name of the data set and of its classes",
  },
  params: schema,
  outputs: { page: "a self-contained HTML page" },
  assets: {
    language: { script: "../lib/report/client/language.ts" },
    charts: { text: "uplot/dist/uPlot.iife.min.js" },
    script: { script: "../lib/report/client/main.ts" },
    chartStyle: { text: "uplot/dist/uPlot.min.css" },
    chartLicence: { text: "uplot/LICENSE" },
    base: { text: "../lib/report/style/base.css" },
    headline: { text: "../lib/report/style/headline.css" },
    tables: { text: "../lib/report/style/tables.css" },
    graphs: { text: "../lib/report/style/charts.css" },
    gallery: { text: "../lib/report/style/gallery.css" },
    panel: { text: "../lib/report/style/panel.css" },
    try_it: { text: "../lib/report/style/try_it.css" },
    lecture: { text: "../lib/report/style/lecture.css" },
    print: { text: "../lib/report/style/print.css" },
  },
  run,
});
