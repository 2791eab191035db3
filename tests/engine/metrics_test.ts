import { assertEquals } from "@std/assert";
import { definePipeline } from "../../lib/engine/graph.ts";
import { betterEnd, compareMetric, declaredMetrics } from "../../lib/engine/metrics.ts";
import { nodeOf } from "../support/one_stage.ts";

const PIPELINE = definePipeline([
  nodeOf("/", "train", {
    metrics: {
      loss: { better: "lower", description: "how far off it is" },
      speed: { better: "higher", description: "how fast it is" },
    },
  }),
  nodeOf("/", "silent"),
  nodeOf("/", "evaluate", { metrics: { accuracy: { better: "higher", description: "right" } } }),
]);

Deno.test("declaredMetrics() gives the metrics of all stages with their stage, in order", () => {
  assertEquals(
    declaredMetrics(PIPELINE).map(({ stage, name, better }) => [stage, name, better]),
    [["train", "loss", "lower"], ["train", "speed", "higher"], ["evaluate", "accuracy", "higher"]],
  );
});

Deno.test("betterEnd() is that of the metric with this very name, null if nobody declares it", () => {
  const ends = ["loss", "speed", "accuracy", "los", "train"].map((name) =>
    betterEnd(PIPELINE, name)
  );
  assertEquals(ends, ["lower", "higher", "higher", null, null]);
});

Deno.test("compareMetric() puts the better value first, and what is no value last", () => {
  const sorted = (better: "lower" | "higher", ...values: (number | undefined)[]) =>
    // Not `toSorted` on the values: that puts `undefined` last by itself.
    values.map((value) => ({ value })).sort((a, b) => compareMetric(better, a.value, b.value))
      .map(({ value }) => value);
  assertEquals(sorted("lower", 2, -Infinity, 3, 1), [-Infinity, 1, 2, 3]);
  assertEquals(sorted("higher", 2, 3, Infinity, 1), [Infinity, 3, 2, 1]);
  for (const better of ["lower", "higher"] as const) {
    assertEquals(sorted(better, NaN, 0, undefined, 0), [0, 0, NaN, undefined]);
    assertEquals(sorted(better, undefined, NaN, 0), [0, undefined, NaN]);
    assertEquals(compareMetric(better, 5, 5), 0);
    assertEquals(compareMetric(better, NaN, undefined), 0);
    assertEquals([compareMetric(better, 1, NaN), compareMetric(better, NaN, 1)], [-1, 1]);
  }
  assertEquals([compareMetric("lower", 1, 2), compareMetric("higher", 1, 2)], [-1, 1]);
});
