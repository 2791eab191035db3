/**
 * Sums up the images of each class in one pass. Mean images and lit pixels are computed from the sums.
 *
 * @module
 */
import type { Split } from "../data/artifacts.ts";

/** The images of one class, summed up. */
export interface PixelSums {
  /** (D): the sum of each pixel. */
  readonly sums: Float64Array;
  /** Number of images. */
  readonly count: number;
}

/**
 * The sums of each of `classes` classes. They are exact, because they are sums of integers.
 *
 * @example
 * ```ts
 * import { pixelSums } from "./pixel_sums.ts";
 * import { fixture } from "../../tests/report/fixture.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const { test } = fixture({ classes: 3, examples: 50, oneClassOnly: true });
 * assertEquals(pixelSums(test, 3).map(({ count }) => count), [50, 0, 0]);
 * ```
 */
export function pixelSums({ images, labels }: Split, classes: number): PixelSums[] {
  const size = images.shape[1]!;
  const all = Array.from({ length: classes }, () => new Float64Array(size));
  const counts = new Uint32Array(classes);
  for (let i = 0; i < labels.data.length; i++) {
    const label = labels.data[i]!;
    counts[label]! += 1;
    add(images.data.subarray(i * size, (i + 1) * size), all[label]!);
  }
  return all.map((sums, k) => ({ sums, count: counts[k]! }));
}

/** Adds an image to `sums`. Most pixels are dark and need no addition. */
function add(image: Uint8Array, sums: Float64Array): void {
  for (let d = 0; d < image.length; d++) {
    const q = image[d]!;
    if (q !== 0) sums[d]! += q;
  }
}

/**
 * The mean image, rounded to integers; `null` without images.
 *
 * @example
 * ```ts
 * import { meanImage } from "./pixel_sums.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(meanImage({ sums: Float64Array.of(0, 9), count: 2 }), Uint8Array.of(0, 5));
 * assertEquals(meanImage({ sums: Float64Array.of(0, 0), count: 0 }), null);
 * ```
 */
export function meanImage({ sums, count }: PixelSums): Uint8Array | null {
  return count === 0 ? null : Uint8Array.from(sums, (sum) => Math.round(sum / count));
}

/**
 * 1 for each pixel that is above 0 in at least one image, 0 for the others. Weights of pixels without ink in
 * any test image have no effect on the test split.
 *
 * @param classes at least one
 *
 * @example
 * ```ts
 * import { litPixels } from "./pixel_sums.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const classes = [[0, 9, 0], [0, 0, 7]].map((sums) => ({ sums: Float64Array.from(sums), count: 1 }));
 * assertEquals(litPixels(classes), Uint8Array.of(0, 1, 1));
 * ```
 */
export function litPixels(classes: readonly PixelSums[]): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(
    classes[0]!.sums,
    (_, d) => classes.some(({ sums }) => sums[d]! > 0) ? 1 : 0,
  );
}
