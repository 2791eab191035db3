/**
 * The training loop: runs epochs, may stop early, and chooses the epoch whose weights the model has.
 *
 * @module
 */
import { earlyStopping } from "../early_stopping.ts";
import { keepSnapshots, type Snapshot } from "../snapshots.ts";
import { modelOf } from "./model.ts";
import type { Session, TrainedEpoch } from "./session.ts";

/** The result of a training. */
export interface TrainingResult {
  readonly epochs: readonly TrainedEpoch[];
  /** From 1: the epoch with the lowest validation loss if training may stop early, else the last. */
  readonly chosenEpoch: number;
  /** The parameters after the chosen epoch. */
  readonly parameters: Float32Array;
  /** The last snapshot is of the chosen epoch. */
  readonly snapshots: readonly Snapshot[];
}

/**
 * Runs epochs to the end, or until `patience` epochs have passed without a lower validation loss.
 *
 * @param trained trains the session's model, one epoch for each step of the iteration
 * @param patience in epochs; 0 never stops early, more than 0 needs validation examples
 * @param onEpoch called after each epoch
 */
export function runTrainingLoop(
  trained: Iterable<TrainedEpoch>,
  { backend, examples }: Session,
  patience: number,
  onEpoch: (epoch: TrainedEpoch) => void,
): TrainingResult {
  const stopping = patience > 0 ? earlyStopping(patience) : null;
  const snapshots = keepSnapshots(examples.D * examples.K);
  const epochs: TrainedEpoch[] = [];
  let parameters = backend.parameters;
  for (const epoch of trained) {
    epochs.push(epoch);
    onEpoch(epoch);
    snapshots.add(epoch.epoch, () => modelOf(examples, backend.parameters).weights);
    if (stopping === null) continue;
    const { validationLoss } = epoch;
    const isBest = validationLoss !== null && stopping.update(epoch.epoch, validationLoss);
    if (isBest) parameters = backend.parameters.slice();
    if (stopping.shouldStop(epoch.epoch)) break;
  }
  const chosenEpoch = stopping === null || stopping.best === 0 ? epochs.length : stopping.best;
  const chosenWeights = () => modelOf(examples, parameters).weights;
  return { epochs, chosenEpoch, parameters, snapshots: snapshots.end(chosenEpoch, chosenWeights) };
}
