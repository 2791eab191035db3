import { assertAlmostEquals, assertEquals } from "@std/assert";
import { l2Penalty } from "../../lib/ml/l2.ts";
import { dLoss, loss, netInputs } from "../../lib/ml/softmax_regression.ts";
import { features, numbers, synthetic } from "./synthetic.ts";

const data = synthetic(12, 7, 4, 1);
const x = features(data, 1 / 255, -0.5);
const model = { weights: numbers(4 * 7, 2), bias: numbers(4, 3) };

/** The derivative of the loss with respect to one of `parameters`, by central differences. */
function slope(parameters: Float64Array, j: number, l2: number): number {
  const h = 1e-5;
  const kept = parameters[j]!;
  parameters[j] = kept + h;
  const up = loss(x, data.oneHot, model, l2);
  parameters[j] = kept - h;
  const down = loss(x, data.oneHot, model, l2);
  parameters[j] = kept;
  return (up - down) / (2 * h);
}

for (const l2 of [0, 0.3]) {
  Deno.test(`dLoss() agrees with central differences to 1e-9, with an L2 of ${l2}`, () => {
    const { dWeights, dBias } = dLoss(x, data.oneHot, model, l2);
    assertEquals([dWeights.length, dBias.length], [28, 4]);
    dWeights.forEach((d, j) => assertAlmostEquals(d, slope(model.weights, j, l2), 1e-9));
    dBias.forEach((d, k) => assertAlmostEquals(d, slope(model.bias, k, l2), 1e-9));
  });
}

Deno.test("dLoss() returns a bias gradient that is not zero but sums to zero", () => {
  const { dBias } = dLoss(x, data.oneHot, model);
  assertAlmostEquals(dBias.reduce((sum, d) => sum + d), 0, 1e-15);
  assertEquals(dBias.some((d) => Math.abs(d) > 0.01), true);
});

Deno.test("loss() penalises weights but not the bias", () => {
  const without = loss(x, data.oneHot, model);
  const squares = model.weights.reduce((sum, w) => sum + w * w, 0);
  assertAlmostEquals(loss(x, data.oneHot, model, 0.3) - without, 0.15 * squares, 1e-12);
  assertAlmostEquals(l2Penalty(model.weights, 0.3), 0.15 * squares, 1e-12);
});

Deno.test("loss() of an untrained model of ten classes is ln 10", () => {
  const ten = synthetic(30, 7, 10, 4);
  const zero = { weights: new Float64Array(70), bias: new Float64Array(10) };
  assertAlmostEquals(loss(features(ten, 1, 0), ten.oneHot, zero), Math.LN10, 1e-14);
});

Deno.test("netInputs() returns x times W transposed, plus b", () => {
  const small = { weights: Float64Array.of(1, 2, 3, 4, 5, 6), bias: Float64Array.of(0.5, -0.5) };
  assertEquals([...netInputs([1, 0, 0, 1, 1, 1], small)], [1.5, 3.5, 6.5, 14.5]);
});
