/**
 * How the learning rate changes from epoch to epoch. Within an epoch it stays.
 *
 * @module
 */
import { cosPi } from "./cos_pi.ts";

/** The settings of a schedule. Those of another schedule than the chosen one count for nothing. */
export interface ScheduleSettings {
  /**
   * `constant`: η throughout. `step`: η times `stepFactor` after every `stepEpochs` epochs (1: an
   * exponential decay). `cosine`: half a cosine from η towards 0.
   */
  readonly schedule: "constant" | "step" | "cosine";
  /** η of the first epoch, above 0. */
  readonly learningRate: number;
  /** E: how many epochs there are, from 1 up. */
  readonly epochs: number;
  /** From 1 up. */
  readonly stepEpochs: number;
  /** Above 0, at most 1. */
  readonly stepFactor: number;
}

/**
 * The learning rate of epoch e, from 1: η, or η · stepFactor^⌊(e - 1) / stepEpochs⌋, or
 * η · ½ (1 + cos(π (e - 1) / E)).
 *
 * @example
 * ```ts
 * import { learningRateAt } from "./schedule.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const settings = { learningRate: 0.5, epochs: 4, stepEpochs: 2, stepFactor: 0.1 };
 * assertEquals(learningRateAt(3, { ...settings, schedule: "constant" }), 0.5);
 * assertEquals(learningRateAt(3, { ...settings, schedule: "step" }), 0.05);
 * assertEquals(learningRateAt(3, { ...settings, schedule: "cosine" }), 0.25);
 * ```
 */
export function learningRateAt(epoch: number, settings: ScheduleSettings): number {
  const { schedule, learningRate, epochs, stepEpochs, stepFactor } = settings;
  switch (schedule) {
    case "constant":
      return learningRate;
    case "step":
      return learningRate * power(stepFactor, Math.floor((epoch - 1) / stepEpochs));
    case "cosine":
      return learningRate * (1 + cosPi((epoch - 1) / epochs)) / 2;
    default:
      return schedule satisfies never;
  }
}

/** base^n by repeated multiplication: the operator `**` may round differently between engines. */
function power(base: number, n: number): number {
  let product = 1;
  for (let i = 0; i < n; i++) product *= base;
  return product;
}
