/**
 * The mean image of each class.
 *
 * @module
 */
import type { Split } from "../data/artifacts.ts";

/**
 * Means rounded to whole pixels; `null` for a class without an example.
 *
 * @example
 * ```ts
 * import { meanImages } from "./mean_images.ts";
 * import { fixture } from "../../tests/report/fixture.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const { test } = fixture({ classes: 3, oneClassOnly: true });
 * assertEquals(meanImages(test, 3).map((mean) => mean?.length ?? null), [784, null, null]);
 * ```
 */
export function meanImages({ images, labels }: Split, classes: number): (Uint8Array | null)[] {
  const size = images.shape[1]!;
  const sums = Array.from({ length: classes }, () => new Float64Array(size));
  const counts = new Float64Array(classes);
  labels.data.forEach((label, i) => {
    const sum = sums[label]!;
    counts[label]! += 1;
    for (let d = 0; d < size; d++) sum[d]! += images.data[i * size + d]!;
  });
  return sums.map((sum, k) =>
    counts[k] === 0 ? null : Uint8Array.from(sum, (total) => Math.round(total / counts[k]!))
  );
}
