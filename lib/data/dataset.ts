/**
 * Labelled images as they stand in a pair of IDX files. Refuses files that do not belong together,
 * and files without an example or without a pixel.
 *
 * Letters: N examples, H and W image height and width, D = H · W.
 *
 * @module
 */
import { type Tensor, tensor } from "../codec/value.ts";
import { IntegrityError } from "./errors.ts";
import { readIdx } from "./idx.ts";

/** Images with their labels. */
export interface Dataset {
  /** (N, D): the rows of each image concatenated, first row first. */
  readonly images: Tensor<"uint8">;
  /** Height and width of an image; D is their product. */
  readonly imageShape: readonly [height: number, width: number];
  /** (N) */
  readonly labels: Tensor<"uint8">;
}

/**
 * The data set in a file of images and a file of labels, as views on their bytes.
 *
 * @param name what the errors call it: `training`, `test`
 *
 * @example Two images of one row of three
 * ```ts
 * import { readDataset } from "./dataset.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const images = [0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 3, 10, 20, 30, 40, 50, 60];
 * const labels = [0, 0, 8, 1, 0, 0, 0, 2, 5, 7];
 * const dataset = readDataset(Uint8Array.from(images), Uint8Array.from(labels), "training");
 * assertEquals(dataset.images.shape, [2, 3]);
 * assertEquals(dataset.imageShape, [1, 3]);
 * ```
 *
 * @throws {IntegrityError} if a file is damaged or empty, or their counts differ.
 */
export function readDataset(images: Uint8Array, labels: Uint8Array, name: string): Dataset {
  const pixels = readIdx(images, { name: `the ${name} images`, rank: 3 });
  const classes = readIdx(labels, { name: `the ${name} labels`, rank: 1 });
  const [count, height, width] = pixels.shape as [number, number, number];
  if (classes.data.length !== count) {
    throw new IntegrityError(
      `Cannot pair the ${name} images with their labels: ` +
        `got ${count} images and ${classes.data.length} labels, expected equal numbers`,
    );
  }
  if (pixels.data.length === 0) {
    throw new IntegrityError(
      `Cannot use the ${name} images: got ${count} of ${height} × ${width} pixels, ` +
        "expected at least 1 of at least 1 × 1",
    );
  }
  return {
    images: tensor("uint8", [count, height * width], pixels.data),
    imageShape: [height, width],
    labels: classes,
  };
}

/**
 * K, the number of classes: one more than the largest label, whichever data set has it. A class
 * below it may be without examples.
 *
 * @example
 * ```ts
 * import { classCount } from "./dataset.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(classCount([0, 1, 0], [3, 1]), 4);
 * ```
 */
export function classCount(...labels: readonly ArrayLike<number>[]): number {
  let largest = -1;
  for (const some of labels) {
    for (let i = 0; i < some.length; i++) largest = Math.max(largest, some[i]!);
  }
  return largest + 1;
}

/**
 * The examples at given positions, in that order. All of them are no copy, but the data set's own
 * bytes.
 *
 * @param positions ascending, without a repeat, 0 to N - 1
 *
 * @example
 * ```ts
 * import { selectExamples } from "./dataset.ts";
 * import { tensor } from "../codec/value.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const three = {
 *   images: tensor("uint8", [3, 2], Uint8Array.of(1, 2, 3, 4, 5, 6)),
 *   imageShape: [1, 2] as const,
 *   labels: tensor("uint8", [3], Uint8Array.of(7, 8, 9)),
 * };
 * const two = selectExamples(three, Uint32Array.of(0, 2));
 * assertEquals([...two.images.data], [1, 2, 5, 6]);
 * assertEquals([...two.labels.data], [7, 9]);
 * ```
 */
export function selectExamples(dataset: Dataset, positions: Uint32Array): Dataset {
  const N = positions.length;
  const { images, imageShape, labels } = dataset;
  if (N === labels.data.length) return dataset;
  const D = imageShape[0] * imageShape[1];
  const pixels = new Uint8Array(N * D);
  const classes = new Uint8Array(N);
  for (let i = 0; i < N; i++) {
    const from = positions[i]!;
    pixels.set(images.data.subarray(from * D, (from + 1) * D), i * D);
    classes[i] = labels.data[from]!;
  }
  return {
    images: tensor("uint8", [N, D], pixels),
    imageShape,
    labels: tensor("uint8", [N], classes),
  };
}
