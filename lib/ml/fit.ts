/**
 * Training by mini-batch SGD in double precision and plain code: the reference implementation that
 * `train_epochs.ts` is tested against.
 *
 * Shapes: N examples, D pixels, K classes; matrices are row-major.
 *
 * @module
 */
import { accuracy } from "./accuracy.ts";
import { argmax } from "./argmax.ts";
import { crossEntropy } from "./cross_entropy.ts";
import { checkFiniteLoss } from "./finite_loss.ts";
import { everyRow, type PixelModel, pixelNetInputs, type Pixels } from "./pixel_regression.ts";
import { random } from "./random.ts";
import { learningRateAt, type ScheduleSettings } from "./schedule.ts";
import { batches, sgdStep } from "./sgd.ts";

/** Images with their classes, both as labels and as one-hot rows. */
export interface LabelledPixels {
  /** N images of D pixels */
  readonly pixels: Pixels;
  /** (N, K) */
  readonly oneHot: Uint8Array;
  /** (N) */
  readonly labels: Uint8Array;
}

/** The hyperparameters. */
export interface FitSettings extends ScheduleSettings {
  /** Seed of the shuffles, from 0 to 2⁵³ - 1. One stream of random numbers serves all epochs. */
  readonly seed: number;
  /** From 1 up. */
  readonly batchSize: number;
  /** λ of the penalty (λ/2) ‖W‖², from 0 up. */
  readonly l2: number;
}

/** Measurements of the model after an epoch. Losses are mean cross-entropies without the penalty. */
export interface FittedEpoch {
  /** From 1. */
  readonly epoch: number;
  /** η of this epoch. */
  readonly learningRate: number;
  /** Over all training examples. */
  readonly trainLoss: number;
  /** In [0, 1]. */
  readonly trainAccuracy: number;
  /** `null` without validation examples. */
  readonly validationLoss: number | null;
  /** In [0, 1]; `null` without validation examples. */
  readonly validationAccuracy: number | null;
}

/**
 * Trains a model in place, one epoch for each step of the iteration.
 *
 * @param train N examples, at least 1
 * @param validation examples to measure on; may be empty
 *
 * @example Two epochs suffice to tell a white from a black pixel
 * ```ts
 * import { fit } from "./fit.ts";
 * import { zeroModel } from "./sgd.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const examples = {
 *   pixels: { q: Uint8Array.of(255, 0), D: 1, scale: 1 / 255, offset: -0.5 },
 *   oneHot: Uint8Array.of(1, 0, 0, 1),
 *   labels: Uint8Array.of(0, 1),
 * };
 * const rates = { schedule: "constant", learningRate: 1, stepEpochs: 1, stepFactor: 1 } as const;
 * const settings = { ...rates, seed: 1, epochs: 2, batchSize: 1, l2: 0 };
 * const epochs = [...fit(zeroModel(1, 2), examples, examples, settings)];
 * assertEquals(epochs.map((epoch) => epoch.validationAccuracy), [1, 1]);
 * ```
 *
 * @throws {RangeError} if the loss of a batch or of the training examples is NaN or infinite.
 */
export function* fit(
  model: PixelModel,
  train: LabelledPixels,
  validation: LabelledPixels,
  settings: FitSettings,
): Generator<FittedEpoch> {
  const N = train.labels.length;
  const shuffles = random(settings.seed);
  for (let epoch = 1; epoch <= settings.epochs; epoch++) {
    const rates = { learningRate: learningRateAt(epoch, settings), l2: settings.l2 };
    let step = 0;
    for (const rows of batches(N, settings.batchSize, shuffles)) {
      step += 1;
      const loss = sgdStep(model, train.pixels, train.oneHot, rows, rates);
      checkFiniteLoss(loss, `in epoch ${epoch}, step ${step}`, rates);
    }
    const trained = measure(model, train);
    checkFiniteLoss(trained.loss, `after epoch ${epoch}, step ${step}`, rates);
    const validated = validation.labels.length === 0 ? null : measure(model, validation);
    yield {
      epoch,
      learningRate: rates.learningRate,
      trainLoss: trained.loss,
      trainAccuracy: trained.accuracy,
      validationLoss: validated?.loss ?? null,
      validationAccuracy: validated?.accuracy ?? null,
    };
  }
}

function measure(
  model: PixelModel,
  { pixels, oneHot, labels }: LabelledPixels,
): { loss: number; accuracy: number } {
  const K = model.bias.length;
  const z = pixelNetInputs(pixels, everyRow(labels.length), model);
  return { loss: crossEntropy(z, oneHot, K), accuracy: accuracy(argmax(z, K), labels) };
}
