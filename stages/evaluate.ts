/**
 * Stage 4: how good the model is on the test split, and what it says of each example there. Learns
 * nothing and chooses nothing.
 *
 * Letters: N examples, D features, K classes.
 *
 * @module
 */
import type { Metrics, Model, Normalization, Predictions, Split } from "../lib/data/artifacts.ts";
import { defineStage, type ParamSchema, type StageContext, tensor } from "../lib/engine/stage.ts";
import { accuracy } from "../lib/ml/accuracy.ts";
import { argmax } from "../lib/ml/argmax.ts";
import { brierScore, expectedCalibrationError, reliabilityBins } from "../lib/ml/calibration.ts";
import { classScores, confusionMatrix } from "../lib/ml/confusion.ts";
import { crossEntropy } from "../lib/ml/cross_entropy.ts";
import { everyRow, pixelNetInputs } from "../lib/ml/pixel_regression.ts";
import { softmax } from "../lib/ml/softmax.ts";
import { transpose } from "../lib/ml/transpose.ts";
import { wilsonInterval } from "../lib/ml/wilson_interval.ts";

const schema = {} as const satisfies ParamSchema;

type Inputs = {
  readonly model: Model;
  readonly test: Split;
  readonly normalization: Normalization;
};
type Context = StageContext<Inputs, typeof schema>;

/**
 * Evaluates the model.
 *
 * @throws {RangeError} if the test split is empty or is not what the model was made for.
 */
export function run(context: Context): { metrics: Metrics; predictions: Predictions } {
  const { inputs } = context;
  checkFit(inputs);

  const [K] = inputs.model.bias.shape as [number];
  const z = netInputs(inputs);
  const probabilities = softmax(z, K);
  const predicted = argmax(z, K);
  const metrics = metricsOf(inputs.test, z, probabilities, predicted);
  headline(context, metrics);
  return {
    metrics,
    predictions: {
      probabilities: tensor("float32", [predicted.length, K], Float32Array.from(probabilities)),
      predicted: tensor("uint8", [predicted.length], predicted),
    },
  };
}

function checkFit({ model, test }: Inputs): void {
  const [N, D] = test.images.shape;
  const K = test.oneHot.shape[1];
  if (N === 0) {
    throw new RangeError("Cannot evaluate: the test split has no examples, expected at least 1");
  }
  const [modelK, modelD] = model.weights.shape;
  if (modelD !== D || modelK !== K) {
    throw new RangeError(
      `Cannot evaluate: the test split has ${D} features and ${K} classes, expected ${modelD} and ` +
        `${modelK} as in the model; make both from one data set`,
    );
  }
}

/** (N, K), in double precision from the model's single precision. */
function netInputs({ model, test, normalization: { scale, offset } }: Inputs): Float64Array {
  const [N, D] = test.images.shape as [number, number];
  const pixels = { q: test.images.data, D, scale, offset };
  const bias = Float64Array.from(model.bias.data);
  return pixelNetInputs(pixels, everyRow(N), { weightsT: transpose(model.weights.data, D), bias });
}

/**
 * @param z (N, K): net inputs
 * @param a (N, K): their softmax
 * @param predicted (N): their argmax
 */
function metricsOf(
  { oneHot, labels }: Split,
  z: Float64Array,
  a: Float64Array,
  predicted: Uint8Array,
): Metrics {
  const N = predicted.length;
  const K = z.length / N;
  const right = Array.from(predicted, (k, i) => k === labels.data[i]);
  const confidences = Float64Array.from(predicted, (k, i) => a[i * K + k]!);
  const errors = right.filter((yes) => !yes).length;
  const confusion = confusionMatrix(predicted, labels.data, K);
  const bins = reliabilityBins(confidences, right);
  return {
    examples: N,
    errors,
    accuracy: accuracy(predicted, labels.data),
    accuracyInterval: wilsonInterval(N - errors, N),
    loss: crossEntropy(z, oneHot.data, K),
    confusion: tensor("uint32", [K, K], confusion),
    perClass: classScores(confusion, K),
    calibration: {
      expectedCalibrationError: expectedCalibrationError(bins),
      brierScore: brierScore(a, oneHot.data, K),
      bins,
    },
  };
}

function headline(context: Context, metrics: Metrics): void {
  const { examples, errors, accuracy, loss, calibration } = metrics;
  context.metric("test.accuracy", accuracy);
  context.metric("test.loss", loss);
  context.metric("test.errors", errors);
  context.metric("test.expectedCalibrationError", calibration.expectedCalibrationError);
  context.log(`${errors} of ${examples} test examples wrong, loss ${loss.toFixed(4)}`);
}

/** The declaration of the stage. */
export const evaluate = defineStage({
  module: import.meta.url,
  name: "evaluate",
  description: "measures the model on the test split",
  inputs: {
    model: "weights and bias",
    test: "the examples to measure on",
    normalization: "what numbers the pixels stand for",
  },
  params: schema,
  outputs: {
    metrics: "accuracy, loss, confusion matrix, scores of each class, calibration",
    predictions: "probabilities and predicted class of each test example",
  },
  metrics: {
    "test.accuracy": { better: "higher", judges: true, description: "share right, test split" },
    "test.loss": { better: "lower", judges: true, description: "mean cross-entropy, test split" },
    "test.errors": { better: "lower", judges: true, description: "wrong examples, test split" },
    "test.expectedCalibrationError": {
      better: "lower",
      judges: true,
      description: "how far confidence and accuracy are apart on the test split, in 15 bins",
    },
  },
  run,
});
