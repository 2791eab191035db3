/**
 * One pass over all images, from which both the mean image of each class and the pixels that are ever
 * lit are known.
 *
 * @module
 */
import type { Split } from "../data/artifacts.ts";

/** Images of one class, added up pixel by pixel. */
export interface PixelSums {
  /** (D) */
  readonly sums: Float64Array;
  /** How many images there are. */
  readonly count: number;
}

/**
 * The sums of each of `classes` classes. They are of whole numbers, and exact.
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

/** Most pixels are dark, and looked at only. */
function add(image: Uint8Array, sums: Float64Array): void {
  for (let d = 0; d < image.length; d++) {
    const q = image[d]!;
    if (q !== 0) sums[d]! += q;
  }
}

/**
 * The mean image, rounded to whole pixels; `null` of no image.
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
 * 1 for each pixel that is above 0 in at least one image, 0 for the others: where no image has ink, a
 * weight was never put to the test.
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
