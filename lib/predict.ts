/**
 * Predicts the class of an image. For scripts that open the results of a run; the `evaluate` stage
 * computes the same for the test split.
 *
 * Letters: D pixels, K classes.
 *
 * @module
 */
import type { Model, Normalization } from "./data/artifacts.ts";
import { argmax } from "./ml/argmax.ts";
import { pixelNetInputs } from "./ml/pixel_regression.ts";
import { softmax } from "./ml/softmax.ts";
import { transpose } from "./ml/transpose.ts";

/** A model's prediction for one image. */
export interface Prediction {
  /** The class with the largest probability, from 0; the lowest on a tie. */
  readonly label: number;
  /** (K): the probability of each class; they sum to 1. */
  readonly probabilities: Float64Array;
}

/**
 * Predicts the class of `image`.
 *
 * @param normalization the map from pixels to features that the model was trained with
 * @param image (D): pixels from 0 to 255, row by row from the top
 *
 * @example A pixel brighter than one half is of class 1
 * ```ts
 * import { predict } from "./predict.ts";
 * import { tensor } from "./codec/value.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const model = {
 *   weights: tensor("float32", [2, 1], new Float32Array([-1, 1])),
 *   bias: tensor("float32", [2], new Float32Array([0.5, -0.5])),
 * };
 * const normalization = { method: "unit", scale: 1 / 255, offset: 0 } as const;
 * assertEquals(predict(model, normalization, Uint8Array.of(200)).label, 1);
 * ```
 *
 * @throws {RangeError} if the image does not have as many pixels as the model.
 */
export function predict(
  { weights, bias }: Model,
  { scale, offset }: Normalization,
  image: Uint8Array,
): Prediction {
  const [K, D] = weights.shape as [number, number];
  if (image.length !== D) {
    throw new RangeError(
      `Cannot predict: the image has ${image.length} pixels, expected ${D} as in the model; ` +
        "pass its pixels row by row",
    );
  }
  const transposed = { weightsT: transpose(weights.data, D), bias: Float64Array.from(bias.data) };
  const probabilities = softmax(pixelNetInputs({ q: image, D, scale, offset }, [0], transposed), K);
  return { label: argmax(probabilities, K)[0]!, probabilities };
}
