/**
 * The activation of logistic regression: softmax of two classes, one of which has the net input 0.
 *
 * @module
 */
import { exp } from "./exp.ts";

/**
 * σ(z) = 1 / (1 + exp(-z)): the probability of class 1.
 *
 * @example
 * ```ts
 * import { sigmoid } from "./sigmoid.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(sigmoid(0), 0.5);
 * assertEquals(sigmoid(-1000), 0);
 * ```
 */
export function sigmoid(z: number): number {
  return 1 / (1 + exp(-z));
}
