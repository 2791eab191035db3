/**
 * Mini-batch stochastic gradient descent for softmax regression on images.
 *
 * Shapes: N examples, B of them in a batch, D pixels, K classes; matrices are row-major.
 *
 * @module
 */
import { crossEntropy, dCrossEntropy } from "./cross_entropy.ts";
import { addDL2Penalty } from "./l2.ts";
import {
  dPixelNetInputs,
  type PixelModel,
  pixelNetInputs,
  type Pixels,
} from "./pixel_regression.ts";
import { permutation, type Random } from "./random.ts";

/** The hyperparameters of one step. */
export interface StepSettings {
  /** η, above 0. */
  readonly learningRate: number;
  /** λ of the penalty (λ/2) ‖W‖², from 0 up. */
  readonly l2: number;
}

/**
 * An untrained model: all parameters are 0. Softmax regression needs no random initialisation: the
 * gradients of its classes differ from the first step on.
 *
 * @example
 * ```ts
 * import { zeroModel } from "./sgd.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(zeroModel(784, 10).weightsT.length, 7840);
 * ```
 */
export function zeroModel(D: number, K: number): PixelModel {
  return { weightsT: new Float64Array(D * K), bias: new Float64Array(K) };
}

/**
 * The batches of one epoch: the numbers 0 to N - 1 in a new random order, B at a time. The last batch
 * may be smaller.
 *
 * @param B from 1 up
 * @param random the stream that the order is drawn from; all epochs share one stream
 *
 * @example
 * ```ts
 * import { batches } from "./sgd.ts";
 * import { random } from "./random.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const sizes = [...batches(60_000, 256, random(1))].map((rows) => rows.length);
 * assertEquals([sizes.length, sizes.at(-1)], [235, 96]);
 * ```
 */
export function* batches(N: number, B: number, random: Random): Generator<Uint32Array> {
  const order = permutation(N, random);
  for (let start = 0; start < N; start += B) yield order.subarray(start, start + B);
}

/**
 * One step of gradient descent on a batch, in place: W ← W - η dW and b ← b - η db, where dW is the
 * gradient of the mean cross-entropy plus the penalty.
 *
 * @param pixels of N examples
 * @param oneHot (N, K)
 * @param rows (B): the examples of the batch
 * @returns the batch's mean cross-entropy before the step
 *
 * @example The first batch's loss is the logarithm of the number of classes
 * ```ts
 * import { sgdStep, zeroModel } from "./sgd.ts";
 * import { assertAlmostEquals } from "@std/assert";
 *
 * const pixels = { q: Uint8Array.of(255, 0), D: 1, scale: 1 / 255, offset: 0 };
 * const settings = { learningRate: 0.1, l2: 0 };
 * const loss = sgdStep(zeroModel(1, 2), pixels, Uint8Array.of(1, 0, 0, 1), [0, 1], settings);
 * assertAlmostEquals(loss, Math.LN2, 1e-15);
 * ```
 */
export function sgdStep(
  { weightsT, bias }: PixelModel,
  pixels: Pixels,
  oneHot: Uint8Array,
  rows: ArrayLike<number>,
  { learningRate, l2 }: StepSettings,
): number {
  const K = bias.length;
  const y = takeRows(oneHot, rows, K);
  const z = pixelNetInputs(pixels, rows, { weightsT, bias });
  const loss = crossEntropy(z, y, K);

  const dz = dCrossEntropy(z, y, K);
  const { dWeightsT, dBias } = dPixelNetInputs(pixels, rows, dz, K);
  addDL2Penalty(dWeightsT, weightsT, l2);

  for (let j = 0; j < weightsT.length; j++) weightsT[j]! -= learningRate * dWeightsT[j]!;
  for (let k = 0; k < K; k++) bias[k]! -= learningRate * dBias[k]!;
  return loss;
}

function takeRows(matrix: Uint8Array, rows: ArrayLike<number>, K: number): Uint8Array {
  const taken = new Uint8Array(rows.length * K);
  for (let i = 0; i < rows.length; i++) {
    taken.set(matrix.subarray(rows[i]! * K, (rows[i]! + 1) * K), i * K);
  }
  return taken;
}
