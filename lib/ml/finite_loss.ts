/**
 * Stops a training that has diverged.
 *
 * @module
 */

/** The hyperparameters that the error message names. */
export interface DivergenceFacts {
  /** The learning rate of the epoch. */
  readonly learningRate: number;
  readonly l2: number;
}

/**
 * Checks that a loss is finite.
 *
 * @param when the step for the message, such as `in epoch 1, step 3`
 *
 * @example
 * ```ts
 * import { checkFiniteLoss } from "./finite_loss.ts";
 * import { assertThrows } from "@std/assert";
 *
 * const settings = { learningRate: 100, l2: 0 };
 * assertThrows(() => checkFiniteLoss(NaN, "in epoch 1, step 3", settings), RangeError, "step 3");
 * ```
 *
 * @throws {RangeError} if the loss is NaN or infinite; the message names the likely cause.
 */
export function checkFiniteLoss(
  loss: number,
  when: string,
  { learningRate, l2 }: DivergenceFacts,
): void {
  if (Number.isFinite(loss)) return;
  throw new RangeError(
    `Cannot continue training: the loss ${when} is ${loss}, expected a finite number; most likely ` +
      `the learning rate of ${+learningRate.toPrecision(3)} is too high (L2 ${l2}): ` +
      "try a tenth of it",
  );
}
