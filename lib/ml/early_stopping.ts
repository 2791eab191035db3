/**
 * Early stopping: which epoch was best on held-out examples, and whether to wait for a better one.
 *
 * @module
 */

/** Watches a training. */
export interface EarlyStopping {
  /** The best epoch so far, from 1; 0 before the first. */
  readonly best: number;
  /** Takes an epoch's validation loss; says whether it is the lowest so far. */
  see(epoch: number, loss: number): boolean;
  /** Whether `patience` epochs have passed since the best one. */
  isOver(epoch: number): boolean;
}

/**
 * Watches for the lowest validation loss; of equal ones the first is best.
 *
 * @param patience epochs to wait for a better one, from 1 up
 *
 * @example
 * ```ts
 * import { earlyStopping } from "./early_stopping.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const watch = earlyStopping(2);
 * const over = [0.5, 0.4, 0.45, 0.4].map((loss, e) => {
 *   watch.see(e + 1, loss);
 *   return watch.isOver(e + 1);
 * });
 * assertEquals(over, [false, false, false, true]);
 * assertEquals(watch.best, 2);
 * ```
 */
export function earlyStopping(patience: number): EarlyStopping {
  let best = 0;
  let lowest = Infinity;
  return {
    get best() {
      return best;
    },
    see(epoch, loss) {
      if (!(loss < lowest)) return false;
      [best, lowest] = [epoch, loss];
      return true;
    },
    isOver: (epoch) => epoch - best >= patience,
  };
}
