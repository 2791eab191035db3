import { assertEquals, assertThrows } from "@std/assert";
import { tensor } from "../../lib/codec/value.ts";
import { reportData, type ReportInputs } from "../../lib/report/report_data.ts";
import { fixture } from "./fixture.ts";

const GOOD = fixture({ classes: 3, examples: 20 });

Deno.test("reportData() accepts consistent artifacts without class names", () => {
  assertEquals(reportData(GOOD).names, ["0", "1", "2"]);
});

Deno.test("reportData() refuses an artifact of another shape, with the found and the expected shape", () => {
  const other = fixture({ classes: 4, examples: 21, imageShape: [5, 5] });
  const cases: [Partial<ReportInputs>, string][] = [
    [{ model: other.model }, "model.weights has shape [4,25], expected [3,784]"],
    [{ test: other.test }, "model.weights has shape [3,784], expected [3,25]"],
    [{ predictions: other.predictions }, "predictions.predicted has shape [21], expected [20]"],
    [{ metrics: other.metrics }, "expected [4,784]"],
    [
      { test: { ...GOOD.test, labels: tensor("uint8", [19], new Uint8Array(19)) } },
      "test.labels has shape [19], expected [20]",
    ],
  ];
  for (const [wrong, message] of cases) {
    assertThrows(() => reportData({ ...GOOD, ...wrong }), RangeError, message);
  }
});

Deno.test("reportData() refuses a model with NaN", () => {
  const weights = new Float32Array(3 * 784);
  weights[5] = NaN;
  const model = { ...GOOD.model, weights: tensor("float32", [3, 784], weights) };
  assertThrows(() => reportData({ ...GOOD, model }), RangeError, "model.weights has NaN at 5");
});
