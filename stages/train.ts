/**
 * Stage 3: softmax regression, fitted by mini-batch SGD from zero, in double precision. Refuses to
 * hand on a model that training has blown up.
 *
 * Letters: N examples, D features, K classes.
 *
 * @module
 */
import type { Epoch, History, Model, Normalization, Split } from "../lib/data/artifacts.ts";
import { defineStage, type ParamSchema, type StageContext, tensor } from "../lib/engine/stage.ts";
import { fit, type LabelledPixels } from "../lib/ml/fit.ts";
import type { PixelModel } from "../lib/ml/pixel_regression.ts";
import { zeroModel } from "../lib/ml/sgd.ts";
import { transpose } from "../lib/ml/transpose.ts";

const schema = {
  seed: {
    type: "integer",
    default: 1,
    min: 0,
    max: Number.MAX_SAFE_INTEGER,
    description: "where the order of the examples in each epoch comes from",
  },
  epochs: {
    type: "integer",
    default: 15,
    min: 1,
    max: 10_000,
    description: "passes over the training split",
  },
  batchSize: {
    type: "integer",
    default: 128,
    min: 1,
    max: 1_000_000,
    description: "examples a step; the last batch of an epoch has what is left",
  },
  learningRate: {
    type: "number",
    default: 1,
    min: 1e-9,
    max: 1000,
    description: "how far a step goes down the gradient, in the first epoch",
  },
  schedule: {
    type: "choice",
    default: "cosine",
    choices: ["constant", "step", "cosine"],
    description: "how the learning rate changes from epoch to epoch",
  },
  stepEpochs: {
    type: "integer",
    default: 1,
    min: 1,
    max: 10_000,
    description: "with schedule=step: epochs between two changes",
  },
  stepFactor: {
    type: "number",
    default: 0.9,
    min: 1e-6,
    max: 1,
    description: "with schedule=step: what the learning rate is multiplied by at a change",
  },
  l2: {
    type: "number",
    default: 1e-4,
    min: 0,
    max: 1000,
    description: "strength of the penalty (l2/2)·‖W‖² on the weights; the bias is free",
  },
} as const satisfies ParamSchema;

type Inputs = {
  readonly train: Split;
  readonly validation: Split;
  readonly normalization: Normalization;
};
type Context = StageContext<Inputs, typeof schema>;

/**
 * Trains the model.
 *
 * @throws {RangeError} if there is nothing to train on, the splits do not fit together, or the loss
 * or a weight stops being finite.
 */
export function run(context: Context): { model: Model; history: History } {
  const { inputs, params } = context;
  const { train, validation, normalization } = inputs;
  checkSplits(inputs);

  const total = params.epochs;
  const model = zeroModel(train.images.shape[1]!, train.oneHot.shape[1]!);
  const epochs: Epoch[] = [];
  context.progress({ done: 0, total, unit: "epoch" });
  const held = labelled(validation, normalization);
  for (const epoch of fit(model, labelled(train, normalization), held, params)) {
    epochs.push(epoch);
    context.log(line(epoch, total));
    context.progress({ done: epoch.epoch, total, unit: "epoch", note: note(epoch) });
  }
  headline(context, epochs.at(-1)!);
  return { model: rounded(model), history: { epochs } };
}

function checkSplits({ train, validation }: Inputs): void {
  const [N, D] = train.images.shape;
  const K = train.oneHot.shape[1];
  if (N === 0) {
    throw new RangeError(
      "Cannot train: the training split has no examples, expected at least 1; hold out fewer",
    );
  }
  const [, heldD] = validation.images.shape;
  const heldK = validation.oneHot.shape[1];
  if (heldD !== D || heldK !== K) {
    throw new RangeError(
      `Cannot train: the validation split has ${heldD} features and ${heldK} classes, expected ` +
        `${D} and ${K} as in the training split; make both from one data set`,
    );
  }
}

function labelled(split: Split, { scale, offset }: Normalization): LabelledPixels {
  return {
    pixels: { q: split.images.data, D: split.images.shape[1]!, scale, offset },
    oneHot: split.oneHot.data,
    labels: split.labels.data,
  };
}

function line(epoch: Epoch, total: number): string {
  const { trainLoss, trainAccuracy, validationLoss, validationAccuracy } = epoch;
  const rate = `learning rate ${epoch.learningRate.toPrecision(3)}`;
  const train = `train loss ${trainLoss.toFixed(4)} (${percent(trainAccuracy)})`;
  const validation = validationLoss === null || validationAccuracy === null
    ? ""
    : `, validation loss ${validationLoss.toFixed(4)} (${percent(validationAccuracy)})`;
  return `epoch ${epoch.epoch} of ${total}: ${rate}, ${train}${validation}`;
}

function note({ trainLoss, trainAccuracy, validationAccuracy }: Epoch): string {
  const accuracy = validationAccuracy === null
    ? `accuracy ${percent(trainAccuracy)}`
    : `validation ${percent(validationAccuracy)}`;
  return `loss ${trainLoss.toFixed(4)}, ${accuracy}`;
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}

function headline(context: Context, last: Epoch): void {
  context.metric("train.loss", last.trainLoss);
  context.metric("train.accuracy", last.trainAccuracy);
  if (last.validationLoss !== null) context.metric("validation.loss", last.validationLoss);
  if (last.validationAccuracy !== null) {
    context.metric("validation.accuracy", last.validationAccuracy);
  }
}

/** The model as it is stored: W (K, D) and b (K) in single precision. */
function rounded({ weightsT, bias }: PixelModel): Model {
  const K = bias.length;
  const weights = Float32Array.from(transpose(weightsT, K));
  const model = {
    weights: tensor("float32", [K, weightsT.length / K], weights),
    bias: tensor("float32", [K], Float32Array.from(bias)),
  };
  if (![...weights, ...model.bias.data].every(Number.isFinite)) {
    throw new RangeError(
      "Cannot store the model: a weight is beyond the range of single precision, expected finite " +
        "numbers; most likely the learning rate is too high: try a tenth of it",
    );
  }
  return model;
}

/** The declaration of the stage. */
export const train = defineStage({
  module: import.meta.url,
  name: "train",
  description: "fits softmax regression by mini-batch SGD",
  inputs: {
    train: "the examples to learn from",
    validation: "held-out examples to measure on after each epoch; may be empty",
    normalization: "what numbers the pixels stand for",
  },
  params: schema,
  outputs: {
    model: "weights and bias",
    history: "learning rate, losses and accuracies of each epoch",
  },
  run,
});
