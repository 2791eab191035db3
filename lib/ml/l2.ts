/**
 * The L2 penalty on weights: forward and backward. The bias has no penalty: it only shifts net inputs.
 *
 * @module
 */

/**
 * (λ/2) ‖W‖²: half the sum of squared weights, times λ.
 *
 * @param weights of any shape
 * @param lambda λ, at least 0; 0 is no penalty
 *
 * @example
 * ```ts
 * import { l2Penalty } from "./l2.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(l2Penalty([3, 4], 2), 25);
 * ```
 */
export function l2Penalty(weights: ArrayLike<number>, lambda: number): number {
  let squares = 0;
  for (let j = 0; j < weights.length; j++) squares += weights[j]! * weights[j]!;
  return lambda / 2 * squares;
}

/**
 * Adds the gradient of the penalty with respect to the weights, λ W, to `dWeights`.
 *
 * @example
 * ```ts
 * import { addDL2Penalty } from "./l2.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const dWeights = Float64Array.of(1, 1);
 * addDL2Penalty(dWeights, [3, 4], 2);
 * assertEquals(dWeights, Float64Array.of(7, 9));
 * ```
 */
export function addDL2Penalty(
  dWeights: Float64Array,
  weights: ArrayLike<number>,
  lambda: number,
): void {
  for (let j = 0; j < dWeights.length; j++) dWeights[j]! += lambda * weights[j]!;
}
