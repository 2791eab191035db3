/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
/**
 * Reads the flipped images from the payload. It does not access the document.
 *
 * @module
 */
import type { ComparisonPayload } from "../../comparison/payload.ts";
import { imagesOf } from "../../ink.ts";
import { numbersOf, type Unpacked } from "../../unpack.ts";

/** A run's prediction for an image. */
export interface Answer {
  readonly predicted: number;
  readonly confidence: number;
}

/** A flipped image. */
export interface ShownFlip {
  readonly index: number;
  readonly label: number;
  readonly a: Answer;
  readonly b: Answer;
  /** (D) */
  readonly pixels: Uint8Array;
}

/**
 * The flipped images in `tensors`, in order.
 *
 * @throws {TypeError} if a tensor is missing.
 */
export function flipsOf(
  { imageShape: [height, width] }: Pick<ComparisonPayload, "imageShape">,
  tensors: Unpacked,
): ShownFlip[] {
  const size = height * width;
  const index = numbersOf(tensors, "index", "uint32");
  const label = numbersOf(tensors, "label", "uint8");
  const ink = {
    starts: numbersOf(tensors, "inkStarts", "uint8"),
    lengths: numbersOf(tensors, "inkLengths", "uint8"),
    pixels: numbersOf(tensors, "ink", "uint8"),
  };
  const images = imagesOf(ink, width, index.length * size);
  const answers = (run: "a" | "b"): Answer[] => {
    const confidence = numbersOf(tensors, `${run}.confidence`, "float32");
    return Array.from(
      numbersOf(tensors, `${run}.predicted`, "uint8"),
      (predicted, i) => ({ predicted, confidence: confidence[i]! }),
    );
  };
  const [a, b] = [answers("a"), answers("b")];
  return Array.from(index, (index, i) => ({
    index,
    label: label[i]!,
    a: a[i]!,
    b: b[i]!,
    pixels: images.subarray(i * size, (i + 1) * size),
  }));
}
