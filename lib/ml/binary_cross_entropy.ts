/**
 * Binary cross-entropy, in nats, from the net input of logistic regression: forward and backward. It
 * equals the multi-class cross-entropy of two classes if class 0 has the net input 0.
 *
 * @module
 */
import { exp } from "./exp.ts";
import { log } from "./log.ts";
import { sigmoid } from "./sigmoid.ts";

/**
 * L = -[y log a + (1 - y) log(1 - a)] with a = σ(z). It is computed from z as
 * L = max(z, 0) - y z + log(1 + exp(-|z|)), which neither overflows nor takes the logarithm of 0.
 *
 * @param z net input of class 1
 * @param y 1 for class 1, 0 for class 0
 *
 * @example
 * ```ts
 * import { binaryCrossEntropy } from "./binary_cross_entropy.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(binaryCrossEntropy(1000, 0), 1000);
 * ```
 */
export function binaryCrossEntropy(z: number, y: number): number {
  return Math.max(z, 0) - y * z + log(1 + exp(-Math.abs(z)));
}

/**
 * The gradient of the binary cross-entropy with respect to the net input: dz = σ(z) - y.
 *
 * @example
 * ```ts
 * import { dBinaryCrossEntropy } from "./binary_cross_entropy.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(dBinaryCrossEntropy(0, 1), -0.5);
 * ```
 */
export function dBinaryCrossEntropy(z: number, y: number): number {
  return sigmoid(z) - y;
}
