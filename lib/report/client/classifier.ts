/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
/**
 * The model in the page. It uses the artifact's weights and the functions of the `evaluate` stage, so its
 * probabilities are the same.
 *
 * @module
 */
import { pixelNetInputs } from "../../ml/pixel_regression.ts";
import { softmax } from "../../ml/softmax.ts";
import { transpose } from "../../ml/transpose.ts";
import { type Evidence, evidence, type PixelWeights } from "../evidence.ts";
import type { Payload } from "../payload.ts";
import { numbersOf, type Unpacked } from "../unpack.ts";

/** Predicts classes of images. */
export class Classifier {
  readonly #model: PixelWeights;
  readonly #transposed: { readonly weightsT: Float64Array; readonly bias: Float64Array };
  readonly #pixels: number;

  /** @param tensors must contain the model's weights and bias */
  constructor({ imageShape: [height, width], normalization }: Payload, tensors: Unpacked) {
    const weights = numbersOf(tensors, "model.weights", "float32");
    const bias = numbersOf(tensors, "model.bias", "float32");
    const { scale, offset } = normalization;
    this.#pixels = height * width;
    this.#model = { weights, bias, scale, offset };
    this.#transposed = {
      weightsT: transpose(weights, this.#pixels),
      bias: Float64Array.from(bias),
    };
  }

  /** (K): the probability of each class. */
  probabilities(image: Uint8Array): Float64Array {
    const { scale, offset, bias } = this.#model;
    const pixels = { q: image, D: this.#pixels, scale, offset };
    return softmax(pixelNetInputs(pixels, [0], this.#transposed), bias.length);
  }

  /** The evidence for class `k`, or for class `k` against class `against`; -1 for none. */
  evidence(image: Uint8Array, k: number, against: number): Evidence {
    return evidence(this.#model, image, k, against);
  }
}
