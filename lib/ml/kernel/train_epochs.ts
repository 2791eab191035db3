/**
 * Mini-batch SGD with momentum and L2 in single precision, on a backend. `fit.ts` is the reference
 * implementation.
 *
 * @module
 */
import { checkFiniteLoss } from "../finite_loss.ts";
import type { FitSettings } from "../fit.ts";
import { permutation, random } from "../random.ts";
import { learningRateAt } from "../schedule.ts";
import { measureEpoch, type Session, type TrainedEpoch } from "./session.ts";

/** The hyperparameters. */
export interface SgdSettings extends FitSettings {
  /** μ of v ← μ v + dW, W ← W - η v: at least 0 (no momentum), below 1. */
  readonly momentum: number;
}

/**
 * Trains the session's model in place, one epoch for each step of the iteration.
 *
 * @example One epoch suffices to tell a white from a black pixel
 * ```ts
 * import { openSession } from "./session.ts";
 * import { trainEpochs } from "./train_epochs.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const train = { q: Uint8Array.of(255, 0), labels: Uint8Array.of(0, 1) };
 * const map = { D: 1, K: 2, scale: 1 / 255, offset: -0.5 };
 * const session = openSession("kernel", { ...map, train, validation: train });
 * const rates = { schedule: "constant", learningRate: 1, stepEpochs: 1, stepFactor: 1 } as const;
 * const settings = { ...rates, seed: 1, epochs: 2, batchSize: 1, l2: 0, momentum: 0 };
 * const epochs = [...trainEpochs(session, settings)];
 * assertEquals(epochs.map((epoch) => epoch.validationAccuracy), [1, 1]);
 * ```
 *
 * @throws {RangeError} if the loss of a batch or of the training examples is NaN or infinite.
 */
export function* trainEpochs(session: Session, settings: SgdSettings): Generator<TrainedEpoch> {
  const { backend, sumsOver, N } = session;
  const { batchSize, momentum, l2 } = settings;
  const shuffles = random(settings.seed);
  for (let epoch = 1; epoch <= settings.epochs; epoch++) {
    const learningRate = learningRateAt(epoch, settings);
    backend.rows.set(permutation(N, shuffles));
    let steps = 0;
    for (let from = 0; from < N; from += batchSize) {
      const count = Math.min(batchSize, N - from);
      steps += 1;
      const { loss } = sumsOver(from, count, true);
      checkFiniteLoss(loss, `in epoch ${epoch}, step ${steps}`, { learningRate, l2 });
      backend.step(count, learningRate, momentum, l2);
    }
    yield measureEpoch(session, { epoch, learningRate, l2 }, `after epoch ${epoch}, step ${steps}`);
  }
}
