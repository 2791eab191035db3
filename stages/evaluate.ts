/**
 * Stage 4: measures the model on the test split, and predicts each test example. It neither trains the
 * model nor selects one.
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
 * @throws {RangeError} if the test split is empty, or has other features or classes than the model.
 */
export function run(context: Context): { metrics: Metrics; predictions: Predictions } {
  const { inputs } = context;
  checkSameShape(inputs);

  const [K] = inputs.model.bias.shape as [number];
  const z = netInputs(inputs);
  const probabilities = softmax(z, K);
  const predicted = argmax(z, K);
  const metrics = metricsOf(inputs.test, z, probabilities, predicted);
  reportMetrics(context, metrics);
  return {
    metrics,
    predictions: {
      probabilities: tensor("float32", [predicted.length, K], Float32Array.from(probabilities)),
      predicted: tensor("uint8", [predicted.length], predicted),
    },
  };
}

function checkSameShape({ model, test }: Inputs): void {
  const [N, D] = test.images.shape;
  const K = test.oneHot.shape[1];
  if (N === 0) {
    throw new RangeError("Cannot evaluate: the test split has no examples, expected at least 1");
  }
  const [modelK, modelD] = model.weights.shape;
  if (modelD !== D || modelK !== K) {
    throw new RangeError(
      `Cannot evaluate: the test split has ${D} features and ${K} classes, expected ${modelD} and ` +
        `${modelK} as in the model; use the same data set for both`,
    );
  }
}

/** Net inputs (N, K), computed in double precision. */
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
  const correct = Array.from(predicted, (k, i) => k === labels.data[i]);
  const confidences = Float64Array.from(predicted, (k, i) => a[i * K + k]!);
  const errors = correct.filter((isCorrect) => !isCorrect).length;
  const confusion = confusionMatrix(predicted, labels.data, K);
  const bins = reliabilityBins(confidences, correct);
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

function reportMetrics(context: Context, metrics: Metrics): void {
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
    normalization: "affine map from pixels to features",
  },
  params: schema,
  outputs: {
    metrics: "accuracy, loss, confusion matrix, scores of each class, calibration",
    predictions: "probabilities and predicted class of each test example",
  },
  metrics: {
    "test.accuracy": { better: "higher", judges: true, description: "share correct, test split" },
    "test.loss": { better: "lower", judges: true, description: "mean cross-entropy, test split" },
    "test.errors": { better: "lower", judges: true, description: "wrong examples, test split" },
    "test.expectedCalibrationError": {
      better: "lower",
      judges: true,
      description: "mean distance of confidence and accuracy on the test split, in 15 bins",
    },
  },
  run,
});
