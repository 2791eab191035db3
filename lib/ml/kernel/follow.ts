/**
 * A training from its first epoch to the one that it takes its weights from.
 *
 * @module
 */
import { earlyStopping } from "../early_stopping.ts";
import { keepSnapshots, type Snapshot } from "../snapshots.ts";
import { modelOf } from "./model.ts";
import type { Session, TrainedEpoch } from "./session.ts";

/** What is left of a training. */
export interface Followed {
  readonly epochs: readonly TrainedEpoch[];
  /** From 1: the best epoch on validation examples if training may stop early, else the last. */
  readonly chosenEpoch: number;
  /** The parameters of that epoch. */
  readonly parameters: Float32Array;
  /** The last is of that epoch. */
  readonly snapshots: readonly Snapshot[];
}

/**
 * Asks for epochs to the end, or until `patience` of them have passed without a lower validation loss.
 *
 * @param patience 0 for never stopping early; else there must be validation examples
 * @param each told of each epoch
 */
export function follow(
  trained: Iterable<TrainedEpoch>,
  { backend, examples }: Session,
  patience: number,
  each: (epoch: TrainedEpoch) => void,
): Followed {
  const watch = patience > 0 ? earlyStopping(patience) : null;
  const pictures = keepSnapshots(examples.D * examples.K);
  const epochs: TrainedEpoch[] = [];
  let parameters = backend.parameters;
  for (const epoch of trained) {
    epochs.push(epoch);
    each(epoch);
    pictures.see(epoch.epoch, () => modelOf(examples, backend.parameters).weights);
    if (watch === null) continue;
    const isBest = epoch.validationLoss !== null && watch.see(epoch.epoch, epoch.validationLoss);
    if (isBest) parameters = backend.parameters.slice();
    if (watch.isOver(epoch.epoch)) break;
  }
  const chosenEpoch = watch === null || watch.best === 0 ? epochs.length : watch.best;
  const snapshots = pictures.close(chosenEpoch, () => modelOf(examples, parameters).weights);
  return { epochs, chosenEpoch, parameters, snapshots };
}
