/**
 * Early stopping: finds the epoch with the lowest validation loss, and decides when to stop training.
 *
 * @module
 */

/** The state of early stopping. */
export interface EarlyStopping {
  /** The epoch with the lowest validation loss so far, from 1; 0 before the first epoch. */
  readonly best: number;
  /** Takes an epoch's validation loss. Returns whether it is the lowest so far. */
  update(epoch: number, loss: number): boolean;
  /** Whether `patience` epochs have passed since the best epoch. */
  shouldStop(epoch: number): boolean;
}

/**
 * Starts early stopping. If losses are equal, the first epoch is best.
 *
 * @param patience epochs to wait for a lower loss, from 1 up
 *
 * @example
 * ```ts
 * import { earlyStopping } from "./early_stopping.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const stopping = earlyStopping(2);
 * const stops = [0.5, 0.4, 0.45, 0.4].map((loss, e) => {
 *   stopping.update(e + 1, loss);
 *   return stopping.shouldStop(e + 1);
 * });
 * assertEquals(stops, [false, false, false, true]);
 * assertEquals(stopping.best, 2);
 * ```
 */
export function earlyStopping(patience: number): EarlyStopping {
  let best = 0;
  let lowest = Infinity;
  return {
    get best() {
      return best;
    },
    update(epoch, loss) {
      if (!(loss < lowest)) return false;
      [best, lowest] = [epoch, loss];
      return true;
    },
    shouldStop: (epoch) => epoch - best >= patience,
  };
}
