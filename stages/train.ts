/**
 * Stage 3: softmax regression, fitted from zero by mini-batch SGD or by L-BFGS, in single precision.
 * Refuses to hand on a model that training has blown up.
 *
 * Letters: N examples, D features, K classes.
 *
 * @module
 */
import type { Epoch, History, Model, Normalization, Split } from "../lib/data/artifacts.ts";
import { defineStage, type ParamSchema, type StageContext, tensor } from "../lib/engine/stage.ts";
import type { BackendName } from "../lib/ml/kernel/backend.ts";
import { follow, type Followed } from "../lib/ml/kernel/follow.ts";
import { modelOf } from "../lib/ml/kernel/model.ts";
import { openSession, type Session } from "../lib/ml/kernel/session.ts";
import { trainEpochs } from "../lib/ml/kernel/train_epochs.ts";
import { trainLbfgs } from "../lib/ml/kernel/train_lbfgs.ts";

/** Who computes; no byte depends on it. */
const BACKEND: BackendName = "kernel";

const schema = {
  optimizer: {
    type: "choice",
    default: "sgd",
    choices: ["sgd", "lbfgs"],
    description: "sgd: mini-batches; lbfgs: all examples at once, to the optimum",
  },
  seed: {
    type: "integer",
    default: 1,
    min: 0,
    max: Number.MAX_SAFE_INTEGER,
    description: "where the order of the examples in each epoch comes from",
  },
  epochs: {
    type: "integer",
    default: 20,
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
  momentum: {
    type: "number",
    default: 0,
    min: 0,
    max: 0.999,
    description: "share of the last step that the next one keeps; 0 for none",
  },
  patience: {
    type: "integer",
    default: 0,
    min: 0,
    max: 10_000,
    description: "stops after so many epochs without a lower validation loss, and takes the " +
      "weights of the lowest; 0 never stops early",
  },
  maxIterations: {
    type: "integer",
    default: 1000,
    min: 1,
    max: 100_000,
    description: "with optimizer=lbfgs: stops after so many iterations",
  },
  gradientTolerance: {
    type: "number",
    default: 1e-4,
    min: 1e-6,
    max: 1,
    description: "with optimizer=lbfgs: stops where the gradient is no longer than this; below " +
      "1e-5 single precision may show no way down",
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
 * @throws {RangeError} if there is nothing to train on, the splits do not fit together, early stopping
 * has no validation split to watch, or the loss or a weight stops being finite.
 */
export function run(context: Context): { model: Model; history: History } {
  const { inputs } = context;
  checkSplits(inputs);
  checkPatience(context);
  const session = open(inputs);
  const { epochs, chosenEpoch, parameters, snapshots } = fitted(session, context);
  if (chosenEpoch < epochs.length) context.log(`took the weights of epoch ${chosenEpoch}`);
  headline(context, epochs[chosenEpoch - 1]!);
  const { weights, bias } = modelOf(session.examples, parameters);
  const shape = [session.examples.K, session.examples.D];
  return {
    model: {
      weights: tensor("float32", shape, weights),
      bias: tensor("float32", [session.examples.K], bias),
    },
    history: {
      epochs,
      chosenEpoch,
      snapshots: snapshots.map(({ epoch, scale, q }) => ({
        epoch,
        scale,
        weights: tensor("int8", shape, q),
      })),
    },
  };
}

function fitted(session: Session, context: Context): Followed {
  const { params } = context;
  const sgd = params.optimizer === "sgd";
  const total = sgd ? params.epochs : params.maxIterations;
  const trained = sgd ? trainEpochs(session, params) : trainLbfgs(session, params);
  context.progress({ done: 0, total, unit: "epoch" });
  return follow(trained, session, params.patience, (epoch) => {
    context.log(line(epoch, total));
    context.progress({ done: epoch.epoch, total, unit: "epoch", note: note(epoch) });
  });
}

function open({ train, validation, normalization: { scale, offset } }: Inputs): Session {
  const part = ({ images, labels }: Split) => ({ q: images.data, labels: labels.data });
  return openSession(BACKEND, {
    train: part(train),
    validation: part(validation),
    D: train.images.shape[1]!,
    K: train.oneHot.shape[1]!,
    scale,
    offset,
  });
}

function checkPatience({ inputs, params: { patience } }: Context): void {
  if (patience === 0 || inputs.validation.labels.data.length > 0) return;
  throw new RangeError(
    `Cannot stop early: patience is ${patience}, but the validation split is empty; hold examples ` +
      "out with preprocess.validation, or set train.patience=0",
  );
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

/** The declaration of the stage. */
export const train = defineStage({
  module: import.meta.url,
  name: "train",
  description: "fits softmax regression by mini-batch SGD or L-BFGS",
  inputs: {
    train: "the examples to learn from",
    validation: "held-out examples to measure on after each epoch; may be empty",
    normalization: "what numbers the pixels stand for",
  },
  params: schema,
  outputs: {
    model: "weights and bias",
    history: "learning rate, losses, accuracies and gradient of each epoch; weights of some",
  },
  metrics: {
    "validation.loss": { better: "lower", description: "mean cross-entropy, validation split" },
    "validation.accuracy": { better: "higher", description: "share right, validation split" },
    "train.loss": { better: "lower", description: "mean cross-entropy, training split" },
    "train.accuracy": { better: "higher", description: "share right, training split" },
  },
  run,
});
