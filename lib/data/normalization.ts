/**
 * The affine map from a pixel q in 0..255 to a feature x = q · scale + offset, in the lecture's three
 * ways. It is one pair of numbers for all pixels and changes no image: the bytes stay as they are.
 *
 * @module
 */
import type { Normalization } from "./artifacts.ts";

/** The ways to normalise, simplest first. */
export const NORMALIZATION_METHODS = ["unit", "centered", "standardized"] as const;

const WHITE = 255;

/**
 * The map of a method:
 *
 * - `unit`: q / 255, into [0, 1]
 * - `centered`: q / 255 - 1/2, into [-1/2, 1/2]
 * - `standardized`: (q - mean) / standard deviation, over all given pixels together
 *
 * @param trainImages pixels of the training split, and of no other: what is measured on examples
 * that the model must not know would leak into it. Read for `standardized` only.
 *
 * @example
 * ```ts
 * import { normalizationOf } from "./normalization.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const { scale, offset } = normalizationOf("standardized", Uint8Array.of(2, 4));
 * assertEquals([2 * scale + offset, 4 * scale + offset], [-1, 1]);
 * ```
 *
 * @throws {RangeError} if there is nothing to standardise by: no pixel, or all of them alike.
 */
export function normalizationOf(
  method: Normalization["method"],
  trainImages: Uint8Array,
): Normalization {
  switch (method) {
    case "unit":
      return { method, scale: 1 / WHITE, offset: 0 };
    case "centered":
      return { method, scale: 1 / WHITE, offset: -0.5 };
    case "standardized": {
      const { mean, standardDeviation } = pixelStatistics(trainImages);
      if (!(standardDeviation > 0)) {
        throw new RangeError(
          `Cannot standardise ${trainImages.length} pixels: their standard deviation is ` +
            `${standardDeviation}, expected more than 0; use another normalisation`,
        );
      }
      return { method, scale: 1 / standardDeviation, offset: -mean / standardDeviation };
    }
    default:
      return method satisfies never;
  }
}

/**
 * Mean and standard deviation (of the population: divided by n) of pixels, in 0..255. The sums are
 * of whole numbers and exact, so no order of summation matters and nothing cancels:
 * variance = (n Σq² - (Σq)²) / n². `NaN` of no pixels.
 *
 * @example
 * ```ts
 * import { pixelStatistics } from "./normalization.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const { mean, standardDeviation } = pixelStatistics(Uint8Array.of(0, 0, 30, 30));
 * assertEquals([mean, standardDeviation], [15, 15]);
 * ```
 */
export function pixelStatistics(
  pixels: Uint8Array,
): { readonly mean: number; readonly standardDeviation: number } {
  const n = pixels.length;
  let sum = 0;
  let sumOfSquares = 0;
  for (let i = 0; i < n; i++) {
    const q = pixels[i]!;
    sum += q;
    sumOfSquares += q * q;
  }
  // The sums stay below 2^53 for any array that fits into memory; their products do not.
  const squareOfN = BigInt(n) * BigInt(n);
  const numerator = BigInt(n) * BigInt(sumOfSquares) - BigInt(sum) * BigInt(sum);
  return { mean: sum / n, standardDeviation: Math.sqrt(Number(numerator) / Number(squareOfN)) };
}
