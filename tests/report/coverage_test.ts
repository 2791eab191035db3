import { assertAlmostEquals, assertEquals } from "@std/assert";
import { accuracyByCoverage } from "../../lib/report/coverage.ts";
import { coverageCurve } from "../../lib/report/coverage_curve.ts";
import { confidenceHistogram } from "../../lib/report/confidence_histogram.ts";
import { reportData } from "../../lib/report/report_data.ts";
import { fixture } from "./fixture.ts";

const { metrics, ranked } = reportData(fixture({ examples: 1000 }));

Deno.test("accuracyByCoverage() counts the errors among the most confident predictions", () => {
  for (const coverage of [1, 0.9, 0.5, 0.1]) {
    const [point] = accuracyByCoverage(ranked, [coverage]);
    const kept = ranked.filter(({ confidence }) => confidence > point!.threshold);
    const errors = kept.filter(({ label, predicted }) => label !== predicted).length;
    const ties = ranked.filter(({ confidence }) => confidence === point!.threshold).length;
    assertEquals(point!.count, coverage * 1000);
    assertAlmostEquals(point!.errors, errors, ties);
    assertEquals(point!.accuracy, 1 - point!.errors / point!.count);
  }
});

Deno.test("accuracyByCoverage() at full coverage returns the accuracy, and keeps at least one prediction", () => {
  const [all, one] = accuracyByCoverage(ranked, [1, 1e-9]);
  assertAlmostEquals(all!.accuracy, metrics.accuracy, 1e-12);
  assertEquals([one!.count, one!.threshold], [1, Math.max(...ranked.map((e) => e.confidence))]);
});

Deno.test("the coverage curve stays within its frame, even if all or no predictions are correct", () => {
  for (const accuracy of [1, 0, 0.925]) {
    const point = { coverage: 1, count: 9, threshold: 0.5, errors: 1, accuracy };
    const [, y] = String(coverageCurve([point])).match(/points="406,([\d.]+)"/)!;
    assertEquals(Number(y) >= 14 && Number(y) <= 244, true, `${accuracy}: ${y}`);
  }
});

Deno.test("the histogram's bars are proportional to counts, their wrong parts to errors", () => {
  const bin = (lower: number, count: number, accuracy: number) => ({
    lower,
    upper: lower + 0.5,
    count,
    meanConfidence: lower + 0.25,
    accuracy,
  });
  const markup = String(confidenceHistogram([bin(0, 10, 0.5), bin(0.5, 100, 0.9)]));
  const heights = [...markup.matchAll(/height="([\d.]+)"\s*\/>/g)].map(([, h]) => Number(h));
  assertEquals(heights.filter((h) => h !== 6), [11, 11, 198, 22]);
});
