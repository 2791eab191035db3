import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { accuracy } from "../../lib/ml/accuracy.ts";
import { brierScore, expectedCalibrationError, reliabilityBins } from "../../lib/ml/calibration.ts";
import { classScores, confusionMatrix } from "../../lib/ml/confusion.ts";
import { wilsonInterval } from "../../lib/ml/wilson_interval.ts";

// Ten animals: cats (0), dogs (1), and no fish (2), although one dog is predicted as a fish.
const LABELS = [0, 0, 0, 0, 0, 0, 1, 1, 1, 1];
const PREDICTED = [0, 0, 0, 0, 1, 1, 1, 1, 0, 2];

Deno.test("accuracy() returns the share of correct predictions", () => {
  assertEquals(accuracy(PREDICTED, LABELS), 0.6);
  assertEquals(accuracy([0], [1]), 0);
});

Deno.test("confusionMatrix() has true classes as rows and predicted classes as columns", () => {
  assertEquals([...confusionMatrix(PREDICTED, LABELS, 3)], [4, 2, 0, 1, 2, 1, 0, 0, 0]);
});

Deno.test("classScores() returns the scores computed by hand", () => {
  const [cats, dogs, fish] = classScores(confusionMatrix(PREDICTED, LABELS, 3), 3);
  assertEquals(cats, { precision: 4 / 5, recall: 4 / 6, f1: 8 / 11, support: 6 });
  assertEquals(dogs, { precision: 2 / 4, recall: 2 / 4, f1: 4 / 8, support: 4 });
  assertEquals(fish, { precision: 0, recall: null, f1: 0, support: 0 });
});

Deno.test("classScores() returns null for a class that neither occurs nor is predicted", () => {
  const [present, absent] = classScores([7, 0, 0, 0], 2);
  assertEquals(present, { precision: 1, recall: 1, f1: 1, support: 7 });
  assertEquals(absent, { precision: null, recall: null, f1: null, support: 0 });
});

Deno.test("classScores() returns the harmonic mean of precision and recall as F1", () => {
  for (const { precision, recall, f1 } of classScores([50, 3, 7, 11, 40, 2, 0, 5, 60], 3)) {
    assertAlmostEquals(f1!, 2 / (1 / precision! + 1 / recall!), 1e-15);
  }
});

Deno.test("wilsonInterval() of 9216 in 10,000 is 0.9162 to 0.9267", () => {
  assertEquals(wilsonInterval(9216, 10_000).map((p) => p.toFixed(4)), ["0.9162", "0.9267"]);
});

Deno.test("wilsonInterval() ends 1.96 standard errors from the observed share", () => {
  for (const [successes, N] of [[3, 10], [50, 100], [99, 100]] as const) {
    for (const p of wilsonInterval(successes, N)) {
      const errors = Math.abs(successes / N - p) / Math.sqrt(p * (1 - p) / N);
      assertAlmostEquals(errors, 1.959963984540054, 1e-12);
    }
  }
});

Deno.test("wilsonInterval() stays within [0, 1] and is never empty, also at 0 and at 1", () => {
  const [none, all] = [wilsonInterval(0, 10), wilsonInterval(10, 10)];
  assertEquals(none[0], 0);
  assertEquals(all[1], 1);
  assertAlmostEquals(none[1], 0.2775328, 1e-7);
  assertAlmostEquals(all[0], 1 - 0.2775328, 1e-7);
  for (const N of [1, 3, 7, 60_000]) {
    for (const [lower, upper] of [wilsonInterval(0, N), wilsonInterval(N, N)]) {
      assert(0 <= lower && lower < upper && upper <= 1);
    }
  }
});

Deno.test("reliabilityBins() returns 15 bins that exclude their lower and include their upper end", () => {
  const bins = reliabilityBins([0, 1 / 15, 0.1, 2 / 15, 1], [false, true, true, false, true]);
  assertEquals(bins.map((bin) => bin.count), [2, 2, ...new Array<number>(12).fill(0), 1]);
  assertEquals([bins[0]!.lower, bins[0]!.upper, bins[14]!.upper], [0, 1 / 15, 1]);
  assertEquals([bins[0]!.accuracy, bins[1]!.accuracy, bins[14]!.accuracy], [0.5, 0.5, 1]);
  assertEquals([bins[2]!.meanConfidence, bins[2]!.accuracy], [null, null]);
});

Deno.test("reliabilityBins() counts every prediction once", () => {
  const confidences = Array.from({ length: 1501 }, (_, i) => i / 1500);
  const bins = reliabilityBins(confidences, confidences.map(() => true));
  assertEquals(bins.reduce((sum, bin) => sum + bin.count, 0), 1501);
  for (const { lower, upper, meanConfidence } of bins) {
    assert(meanConfidence! > lower && meanConfidence! <= upper);
  }
});

Deno.test("expectedCalibrationError() returns the error computed by hand", () => {
  // Four at 0.9, three of them correct: distance 0.15. Two at 0.6, both correct: distance 0.4.
  const confidences = [0.9, 0.9, 0.9, 0.9, 0.6, 0.6];
  const bins = reliabilityBins(confidences, [true, true, false, true, true, true]);
  assertAlmostEquals(expectedCalibrationError(bins), (4 * 0.15 + 2 * 0.4) / 6, 1e-15);
});

Deno.test("expectedCalibrationError() of certain and correct predictions is 0", () => {
  assertEquals(expectedCalibrationError(reliabilityBins([1, 1], [true, true])), 0);
});

Deno.test("brierScore() returns the score computed by hand, 0 at best and 2 at worst", () => {
  assertAlmostEquals(brierScore([0.7, 0.2, 0.1], [1, 0, 0], 3), 0.09 + 0.04 + 0.01, 1e-15);
  assertAlmostEquals(brierScore([0.5, 0.5, 1, 0], [1, 0, 1, 0], 2), 0.25, 1e-15);
  assertEquals([brierScore([1, 0], [1, 0], 2), brierScore([1, 0], [0, 1], 2)], [0, 2]);
});
