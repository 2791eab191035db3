import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import type { Metrics, Model, Split } from "../../lib/data/artifacts.ts";
import { tensor } from "../../lib/engine/stage.ts";
import { oneHot } from "../../lib/ml/one_hot.ts";
import { netInputs } from "../../lib/ml/softmax_regression.ts";
import { evaluate, run } from "../../stages/evaluate.ts";
import { numbers } from "../ml/synthetic.ts";
import { stageContext } from "../support/stage_context.ts";
import { syntheticSplit } from "./synthetic_split.ts";

const MAP = { method: "centered", scale: 1 / 255, offset: -0.5 } as const;

function evaluated(test: Split, model: Model) {
  const context = stageContext<Parameters<typeof run>[0]["inputs"], typeof evaluate.params>({
    inputs: { model, test, normalization: MAP },
    params: {},
    settings: {},
    assets: {},
  });
  return { ...run(context), context };
}

function someModel(K: number, seed: number): Model {
  return {
    weights: tensor("float32", [K, 12], Float32Array.from(numbers(K * 12, seed))),
    bias: tensor("float32", [K], Float32Array.from(numbers(K, seed + 1))),
  };
}

/** Images of one pixel, and a model that predicts class 0 for black and class 1 for white pixels. */
function blackAndWhite(labels: number[], pixels: number[], K: number): [Split, Model] {
  const N = labels.length;
  const weights = new Float32Array(K).fill(-100);
  weights[0] = -4;
  weights[1] = 4;
  const bias = new Float32Array(K).fill(-200);
  bias[0] = 0;
  bias[1] = 0;
  const split: Split = {
    images: tensor("uint8", [N, 1], Uint8Array.from(pixels)),
    imageShape: [1, 1],
    labels: tensor("uint8", [N], Uint8Array.from(labels)),
    oneHot: tensor("uint8", [N, K], oneHot(labels, K)),
    indices: tensor("uint32", [N], Uint32Array.from(labels.keys())),
  };
  return [split, {
    weights: tensor("float32", [K, 1], weights),
    bias: tensor("float32", [K], bias),
  }];
}

/** Every number in a value, except in tensors. */
function numbersIn(value: unknown): number[] {
  if (typeof value === "number") return [value];
  if (typeof value !== "object" || value === null || ArrayBuffer.isView(value)) return [];
  return Object.values(value).flatMap(numbersIn);
}

function assertEncodable(metrics: Metrics): void {
  for (const number of numbersIn(metrics)) {
    assert(Number.isFinite(number) && !Object.is(number, -0), `${number} in the metrics`);
  }
}

Deno.test("evaluate agrees with the textbook formulas of loss, accuracy and probabilities", () => {
  const test = syntheticSplit(50, 4, 1);
  const model = someModel(4, 2);
  const { metrics, predictions } = evaluated(test, model);

  const x = Array.from(test.images.data, (q) => q / 255 - 0.5);
  const weights = Float64Array.from(model.weights.data);
  const z = netInputs(x, { weights, bias: Float64Array.from(model.bias.data) });
  let loss = 0;
  let correct = 0;
  test.labels.data.forEach((label, i) => {
    const row = [...z.subarray(4 * i, 4 * i + 4)];
    const sum = row.reduce((total, value) => total + Math.exp(value), 0);
    loss -= Math.log(Math.exp(row[label]!) / sum) / 50;
    if (row.indexOf(Math.max(...row)) === label) correct += 1;
    row.forEach((value, k) => {
      const probability = predictions.probabilities.data[4 * i + k]!;
      assertAlmostEquals(probability, Math.exp(value) / sum, 6e-8);
    });
  });
  assertAlmostEquals(metrics.loss, loss, 1e-12);
  assertEquals([metrics.accuracy, metrics.errors], [correct / 50, 50 - correct]);
  assertEncodable(metrics);
});

Deno.test("evaluate returns the metrics computed by hand", () => {
  // Net inputs are (0, 0) + (∓4, ±4) / 2, so each confidence is σ(4) = 0.98201.
  const [test, model] = blackAndWhite([0, 0, 1, 1], [0, 0, 255, 0], 2);
  const { metrics, predictions } = evaluated(test, model);
  const a = 1 / (1 + Math.exp(-4));
  assertEquals([metrics.examples, metrics.errors, metrics.accuracy], [4, 1, 0.75]);
  assertEquals([...metrics.confusion.data], [2, 0, 1, 1]);
  assertEquals(metrics.perClass, [
    { precision: 2 / 3, recall: 1, f1: 4 / 5, support: 2 },
    { precision: 1, recall: 1 / 2, f1: 2 / 3, support: 2 },
  ]);
  assertAlmostEquals(metrics.loss, -(3 * Math.log(a) + Math.log(1 - a)) / 4, 1e-12);
  assertAlmostEquals(metrics.calibration.expectedCalibrationError, a - 0.75, 1e-12);
  const brier = (3 * 2 * (1 - a) * (1 - a) + 2 * a * a) / 4;
  assertAlmostEquals(metrics.calibration.brierScore, brier, 1e-12);
  assertEquals(metrics.calibration.bins.map((bin) => bin.count).at(-1), 4);
  assertEquals([...predictions.predicted.data], [0, 0, 1, 0]);
  assertEquals(metrics.accuracyInterval.map((p) => p.toFixed(4)), ["0.3006", "0.9544"]);
});

Deno.test("evaluate reports its declared metrics", () => {
  const { metrics, context } = evaluated(syntheticSplit(50, 4, 1), someModel(4, 2));
  assertEquals([...context.metrics], [
    ["test.accuracy", metrics.accuracy],
    ["test.loss", metrics.loss],
    ["test.errors", metrics.errors],
    ["test.expectedCalibrationError", metrics.calibration.expectedCalibrationError],
  ]);
  assertEquals(context.lines, [
    `${metrics.errors} of 50 test examples wrong, loss ${metrics.loss.toFixed(4)}`,
  ]);
});

Deno.test("evaluate returns no NaN for a class without examples and predictions", () => {
  const [test, model] = blackAndWhite([0, 1], [0, 255], 3);
  const { metrics } = evaluated(test, model);
  assertEncodable(metrics);
  assertEquals(metrics.errors, 0);
  assertEquals(metrics.perClass[2], { precision: null, recall: null, f1: null, support: 0 });
});

Deno.test("evaluate returns no NaN if all examples are of one class", () => {
  const [test, model] = blackAndWhite([1, 1, 1], [0, 255, 255], 2);
  const { metrics } = evaluated(test, model);
  assertEncodable(metrics);
  assertEquals([...metrics.confusion.data], [0, 0, 1, 2]);
  assertEquals(metrics.perClass[0], { precision: 0, recall: null, f1: 0, support: 0 });
});

Deno.test("evaluate returns no NaN if there is only one class", () => {
  const { metrics } = evaluated(syntheticSplit(5, 1, 1), someModel(1, 2));
  assertEncodable(metrics);
  assertEquals([metrics.accuracy, metrics.loss], [1, 0]);
});

Deno.test("evaluate returns no NaN if the model is certain and wrong", () => {
  const [test, model] = blackAndWhite([0], [255], 2);
  model.weights.data.set([-1e30, 1e30]);
  const { metrics } = evaluated(test, model);
  assertEncodable(metrics);
  assertEquals([metrics.accuracy, metrics.calibration.expectedCalibrationError], [0, 1]);
});

Deno.test("evaluate predicts the lowest class on a tie", () => {
  const untrained = {
    weights: tensor("float32", [4, 12], new Float32Array(48)),
    bias: tensor("float32", [4], new Float32Array(4)),
  };
  const { metrics, predictions } = evaluated(syntheticSplit(20, 4, 1), untrained);
  assertEquals(new Set(predictions.predicted.data), new Set([0]));
  assertAlmostEquals(metrics.loss, Math.log(4), 1e-14);
});

Deno.test("evaluate returns the same bytes twice", () => {
  const [first, second] = [1, 2].map(() => evaluated(syntheticSplit(50, 4, 1), someModel(4, 2)));
  assertEquals(first!.metrics, second!.metrics);
  assertEquals(first!.predictions, second!.predictions);
});

Deno.test("evaluate refuses an empty test split, and a split with other classes than the model", () => {
  const model = someModel(4, 2);
  assertThrows(() => evaluated(syntheticSplit(0, 4, 1), model), RangeError, "has no examples");
  assertThrows(
    () => evaluated(syntheticSplit(5, 3, 1), model),
    RangeError,
    "the test split has 12 features and 3 classes, expected 12 and 4 as in the model",
  );
});
