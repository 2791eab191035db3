/**
 * The pipeline: softmax regression on MNIST, from the published files to a report. All edges are drawn
 * here and only here. Importing this starts nothing.
 *
 * @module
 */
import {
  defineComparison,
  defineExporter,
  defineSweepPage,
  main,
  type Program,
} from "./lib/cli/main.ts";
import { connect, definePipeline } from "./lib/engine/graph.ts";
import { evaluate } from "./stages/evaluate.ts";
import { fetch } from "./stages/fetch.ts";
import { preprocess } from "./stages/preprocess.ts";
import { report } from "./stages/report.ts";
import { train } from "./stages/train.ts";

/** The published files. */
export const source = connect(fetch, {});
/** Splits that a model can learn from. */
export const data = connect(preprocess, {
  trainImages: source.outputs.trainImages,
  trainLabels: source.outputs.trainLabels,
  testImages: source.outputs.testImages,
  testLabels: source.outputs.testLabels,
});
/** The model. */
export const training = connect(train, {
  train: data.outputs.train,
  validation: data.outputs.validation,
  normalization: data.outputs.normalization,
});
/** How good the model is. */
export const evaluation = connect(evaluate, {
  model: training.outputs.model,
  test: data.outputs.test,
  normalization: data.outputs.normalization,
});
/** The page on all of it. */
export const reporting = connect(report, {
  catalogue: source.outputs.catalogue,
  test: data.outputs.test,
  normalization: data.outputs.normalization,
  model: training.outputs.model,
  history: training.outputs.history,
  metrics: evaluation.outputs.metrics,
  predictions: evaluation.outputs.predictions,
});

const onnx = defineExporter({
  output: training.outputs.model,
  extension: "onnx",
  description: "the model for ONNX runtimes: raw pixels in, probabilities out",
  takes: { model: training.outputs.model, normalization: data.outputs.normalization },
  encode: async (parts) => {
    const { softmaxRegressionOnnx } = await import("./lib/onnx/softmax_regression.ts");
    return softmaxRegressionOnnx(parts);
  },
});

const comparison = defineComparison({
  takes: {
    catalogue: source.outputs.catalogue,
    test: data.outputs.test,
    history: training.outputs.history,
    metrics: evaluation.outputs.metrics,
    predictions: evaluation.outputs.predictions,
  },
  load: async () => (await import("./lib/report/comparison/comparison.ts")).comparison,
});

const sweepPage = defineSweepPage({
  takes: { history: training.outputs.history },
  load: async () => (await import("./lib/report/sweep/sweep.ts")).sweepPage,
});

/** What the command line works on. */
export const program: Program = {
  pipeline: definePipeline([source, data, training, evaluation, reporting]),
  module: import.meta.url,
  version: "0.1.0",
  presets: {
    lecture: {
      description:
        "the lecture's own recipe: plain SGD at 0.1 in batches of 256, 25 epochs, no validation split",
      params: {
        preprocess: { validation: 0, normalization: "unit" },
        train: { epochs: 25, batchSize: 256, learningRate: 0.1, schedule: "constant", l2: 0 },
      },
    },
    full: {
      description: "the default recipe, refitted on all training images",
      params: { preprocess: { validation: 0 } },
    },
  },
  report: {
    page: reporting.outputs.page,
    withRunFacts: async (page, facts) => {
      const { withRunFacts } = await import("./lib/report/run_facts.ts");
      return withRunFacts(page, facts);
    },
  },
  sweep: { by: "validation.loss", page: sweepPage },
  exporters: [onnx],
  comparison,
};

if (import.meta.main) Deno.exit(await main(program, Deno.args));
