import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import {
  NORMALIZATION_METHODS,
  normalizationOf,
  pixelStatistics,
} from "../../lib/data/normalization.ts";

const PIXELS = Uint8Array.from({ length: 1001 }, (_, i) => (i * 37) % 256);

/** Features by the lecture's definition. */
function features(method: "unit" | "centered" | "standardized", pixels: Uint8Array): number[] {
  const { scale, offset } = normalizationOf(method, PIXELS);
  return Array.from(pixels, (q) => q * scale + offset);
}

Deno.test("normalizationOf() maps black and white to 0 and 1, and centred to -0.5 and 0.5", () => {
  const ends = Uint8Array.of(0, 255);
  assertEquals(features("unit", ends), [0, 1]);
  assertEquals(features("centered", ends), [-0.5, 0.5]);
});

Deno.test("normalizationOf() standardises to mean 0 and standard deviation 1", () => {
  const x = features("standardized", PIXELS);
  const mean = x.reduce((sum, value) => sum + value, 0) / x.length;
  const variance = x.reduce((sum, value) => sum + (value - mean) * (value - mean), 0) / x.length;
  assertAlmostEquals(mean, 0, 1e-13);
  assertAlmostEquals(variance, 1, 1e-13);
});

Deno.test("normalizationOf() standardises pixels that differ by less than one, too", () => {
  const pixels = Uint8Array.of(7, 8);
  const { scale, offset } = normalizationOf("standardized", pixels);
  assertEquals(Array.from(pixels, (q) => q * scale + offset), [-1, 1]);
});

Deno.test("NORMALIZATION_METHODS are all that normalizationOf() knows, each by its name", () => {
  assertEquals<readonly string[]>(NORMALIZATION_METHODS, ["unit", "centered", "standardized"]);
  for (const method of NORMALIZATION_METHODS) {
    assertEquals(normalizationOf(method, PIXELS).method, method);
  }
});

Deno.test("pixelStatistics() agrees with the two-pass definition", () => {
  const mean = PIXELS.reduce((sum, q) => sum + q, 0) / PIXELS.length;
  const squares = Array.from(PIXELS, (q) => (q - mean) * (q - mean));
  const variance = squares.reduce((sum, square) => sum + square, 0) / PIXELS.length;
  const found = pixelStatistics(PIXELS);
  assertAlmostEquals(found.mean, mean, 1e-12);
  assertAlmostEquals(found.standardDeviation, Math.sqrt(variance), 1e-12);
});

Deno.test("pixelStatistics() does not cancel where all pixels but one are alike", () => {
  const pixels = new Uint8Array(1_000_000).fill(255);
  pixels[0] = 254;
  // Variance of one deviation in n: (n - 1) / n².
  assertAlmostEquals(
    pixelStatistics(pixels).standardDeviation,
    Math.sqrt(999_999) / 1_000_000,
    1e-17,
  );
});

Deno.test("normalizationOf() refuses to standardise pixels that are all alike, or none", () => {
  const alike = new Uint8Array(9).fill(3);
  assertThrows(() => normalizationOf("standardized", alike), RangeError, "standard deviation is 0");
  assertThrows(() => normalizationOf("standardized", new Uint8Array(0)), RangeError, "is NaN");
  assertEquals(normalizationOf("unit", alike).offset, 0);
});
