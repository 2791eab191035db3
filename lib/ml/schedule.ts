/**
 * Learning-rate schedules: the learning rate changes from epoch to epoch and is constant within one.
 *
 * @module
 */
import { cosPi } from "./cos_pi.ts";

/** The settings of all schedules. Settings that belong to another schedule have no effect. */
export interface ScheduleSettings {
  /**
   * `constant`: always η. `step`: multiplied by `stepFactor` after every `stepEpochs` epochs; with
   * `stepEpochs` 1 an exponential decay. `cosine`: half a cosine from η towards 0.
   */
  readonly schedule: "constant" | "step" | "cosine";
  /** η of the first epoch, above 0. */
  readonly learningRate: number;
  /** E: the number of epochs, from 1 up. */
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

/** base^n by repeated multiplication, because `**` may round differently between JavaScript engines. */
function power(base: number, n: number): number {
  let product = 1;
  for (let i = 0; i < n; i++) product *= base;
  return product;
}
