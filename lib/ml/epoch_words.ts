/**
 * The texts about an epoch that the log and the progress bar show.
 *
 * @module
 */
import type { FittedEpoch } from "./fit.ts";

/**
 * The line of an epoch in the log.
 *
 * @param total the largest number of epochs that the training may have
 *
 * @example
 * ```ts
 * import { epochLine } from "./epoch_words.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const held = { validationLoss: null, validationAccuracy: null };
 * const epoch = { epoch: 1, learningRate: 0.5, trainLoss: 0.31, trainAccuracy: 0.912, ...held };
 * const line = "epoch 1 of 20: learning rate 0.500, train loss 0.3100 (91.2 %)";
 * assertEquals(epochLine(epoch, 20), line);
 * ```
 */
export function epochLine(epoch: FittedEpoch, total: number): string {
  const { trainLoss, trainAccuracy, validationLoss, validationAccuracy } = epoch;
  const rate = `learning rate ${epoch.learningRate.toPrecision(3)}`;
  const train = `train loss ${trainLoss.toFixed(4)} (${percent(trainAccuracy)})`;
  const validation = validationLoss === null || validationAccuracy === null
    ? ""
    : `, validation loss ${validationLoss.toFixed(4)} (${percent(validationAccuracy)})`;
  return `epoch ${epoch.epoch} of ${total}: ${rate}, ${train}${validation}`;
}

/**
 * The text about an epoch beside a progress bar.
 *
 * @example
 * ```ts
 * import { epochNote } from "./epoch_words.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const held = { validationLoss: 0.33, validationAccuracy: 0.907 };
 * const epoch = { epoch: 1, learningRate: 0.5, trainLoss: 0.31, trainAccuracy: 0.912, ...held };
 * assertEquals(epochNote(epoch), "loss 0.3100, validation 90.7 %");
 * ```
 */
export function epochNote(
  { trainLoss, trainAccuracy, validationAccuracy }: FittedEpoch,
): string {
  const accuracy = validationAccuracy === null
    ? `accuracy ${percent(trainAccuracy)}`
    : `validation ${percent(validationAccuracy)}`;
  return `loss ${trainLoss.toFixed(4)}, ${accuracy}`;
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
