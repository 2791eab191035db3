/**
 * Binary cross-entropy, in nats, from logistic regression's net input: forward and backward. With
 * two classes the multi-category cross-entropy is this, when class 0's net input is 0.
 *
 * @module
 */
import { exp } from "./exp.ts";
import { log } from "./log.ts";
import { sigmoid } from "./sigmoid.ts";

/**
 * L = -[y log a + (1 - y) log(1 - a)] with a = σ(z). Both logarithms are taken of z itself:
 * L = max(z, 0) - y z + log(1 + exp(-|z|)), which neither overflows nor meets log 0.
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
 * Its gradient by the net input: dz = σ(z) - y.
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
