/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
/**
 * The model in the page: the very weights of the artifact, through the very functions that `evaluate`
 * uses. So its probabilities are the same.
 *
 * @module
 */
import { pixelNetInputs } from "../../ml/pixel_regression.ts";
import { softmax } from "../../ml/softmax.ts";
import { transpose } from "../../ml/transpose.ts";
import { type Evidence, evidence, type PixelWeights } from "../evidence.ts";
import type { Payload } from "../payload.ts";
import { numbersOf, type Unpacked } from "../unpack.ts";

/** A model that names the class of an image. */
export class Classifier {
  readonly #model: PixelWeights;
  readonly #transposed: { readonly weightsT: Float64Array; readonly bias: Float64Array };
  readonly #pixels: number;

  /** The model in `tensors`. */
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

  /** What speaks for class `k`, or for it rather than for another; -1 for none. */
  evidence(image: Uint8Array, k: number, against: number): Evidence {
    return evidence(this.#model, image, k, against);
  }
}
