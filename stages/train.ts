/**
 * Stage 3: trains softmax regression from zero by mini-batch SGD or by L-BFGS, in single precision. It
 * fails if the training diverges.
 *
 * Letters: N examples, D features, K classes.
 *
 * @module
 */
import type { Epoch, History, Model, Normalization, Split } from "../lib/data/artifacts.ts";
import { checkSplits } from "../lib/data/check_splits.ts";
import { defineStage, type ParamSchema, type StageContext, tensor } from "../lib/engine/stage.ts";
import { epochLine, epochNote } from "../lib/ml/epoch_words.ts";
import { runTrainingLoop, type TrainingResult } from "../lib/ml/kernel/follow.ts";
import { modelOf } from "../lib/ml/kernel/model.ts";
import { openSession, type Session } from "../lib/ml/kernel/session.ts";
import { runWorker, type SharedState } from "../lib/ml/kernel/team.ts";
import { threadPlan } from "../lib/ml/kernel/thread_plan.ts";
import { trainEpochs } from "../lib/ml/kernel/train_epochs.ts";
import { trainLbfgs } from "../lib/ml/kernel/train_lbfgs.ts";
import { recipe } from "../lib/ml/recipe.ts";

/** How to compute. Execution settings: no byte of the model depends on them. */
const settings = {
  backend: {
    type: "choice",
    default: "kernel",
    choices: ["kernel", "twin"],
    description: "kernel: SIMD in WebAssembly; twin: the same in TypeScript, about 15 times slower",
  },
  threads: {
    type: "integer",
    default: 0,
    min: 0,
    max: 64,
    description: "threads that may compute; 0 for one per processor",
  },
} as const satisfies ParamSchema;

type Inputs = {
  readonly train: Split;
  readonly validation: Split;
  readonly normalization: Normalization;
};
type Context = StageContext<Inputs, typeof recipe, never, never, typeof settings>;

/**
 * Trains the model.
 *
 * @throws {RangeError} if the training split is empty, the splits have different shapes, early stopping
 * has no validation split, or the loss or a weight is not finite.
 */
export function run(context: Context): { model: Model; history: History } {
  checkSplits(context.inputs);
  checkPatience(context);
  using session = open(context);
  const { epochs, chosenEpoch, parameters, snapshots } = fitModel(session, context);
  if (chosenEpoch < epochs.length) context.log(`took the weights of epoch ${chosenEpoch}`);
  reportMetrics(context, epochs[chosenEpoch - 1]!);
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

/** The function that each further thread runs. */
export function thread(state: SharedState, index: number): void {
  runWorker(state, index);
}

function fitModel(session: Session, { params, log, progress }: Context): TrainingResult {
  const sgd = params.optimizer === "sgd";
  const total = sgd ? params.epochs : params.maxIterations;
  const trained = sgd ? trainEpochs(session, params) : trainLbfgs(session, params);
  progress({ done: 0, total, unit: "epoch" });
  return runTrainingLoop(trained, session, params.patience, (epoch) => {
    log(epochLine(epoch, total));
    progress({ done: epoch.epoch, total, unit: "epoch", note: epochNote(epoch) });
  });
}

/** Packs the images for a backend, and starts as many threads as the training can use. */
function open({ inputs, params, settings, threads, log }: Context): Session {
  const { train, validation, normalization: { scale, offset } } = inputs;
  const part = ({ images, labels }: Split) => ({ q: images.data, labels: labels.data });
  const [N, D] = train.images.shape;
  const K = train.oneHot.shape[1]!;
  const plan = threadPlan(1 + threads.count, { ...params, N: N!, D: D! });
  log(`computed by the ${settings.backend} on ${plan.text}`);
  const splits = { train: part(train), validation: part(validation), D: D!, K, scale, offset };
  return openSession(settings.backend, splits, { ...threads, count: plan.count - 1 });
}

function checkPatience({ inputs, params: { patience } }: Context): void {
  if (patience === 0 || inputs.validation.labels.data.length > 0) return;
  throw new RangeError(
    `Cannot stop early: patience is ${patience}, but the validation split is empty; hold examples ` +
      "out with preprocess.validation, or set train.patience=0",
  );
}

function reportMetrics(context: Context, chosen: Epoch): void {
  context.metric("train.loss", chosen.trainLoss);
  context.metric("train.accuracy", chosen.trainAccuracy);
  if (chosen.validationLoss !== null) context.metric("validation.loss", chosen.validationLoss);
  if (chosen.validationAccuracy !== null) {
    context.metric("validation.accuracy", chosen.validationAccuracy);
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
    normalization: "affine map from pixels to features",
  },
  params: recipe,
  outputs: {
    model: "weights and bias",
    history: "learning rate, losses, accuracies and gradient of each epoch; weights of some",
  },
  settings,
  threads: ({ threads }) => (threads || navigator.hardwareConcurrency) - 1,
  thread,
  metrics: {
    "validation.loss": { better: "lower", description: "mean cross-entropy, validation split" },
    "validation.accuracy": { better: "higher", description: "share correct, validation split" },
    "train.loss": { better: "lower", description: "mean cross-entropy, training split" },
    "train.accuracy": { better: "higher", description: "share correct, training split" },
  },
  run,
});
