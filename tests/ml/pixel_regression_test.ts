import { assertAlmostEquals, assertEquals } from "@std/assert";
import { dPixelNetInputs, everyRow, pixelNetInputs } from "../../lib/ml/pixel_regression.ts";
import { dNetInputs, netInputs } from "../../lib/ml/softmax_regression.ts";
import { transpose } from "../../lib/ml/transpose.ts";
import { features, numbers, synthetic } from "./synthetic.ts";

const data = synthetic(40, 30, 5, 1);
const { N, D, K } = data;
const weights = numbers(K * D, 2);
const bias = numbers(K, 3);
const maps = {
  unit: { scale: 1 / 255, offset: 0 },
  centered: { scale: 1 / 255, offset: -0.5 },
  standardized: { scale: 1 / 78.5, offset: -0.4241 },
};

function assertClose(got: Float64Array, expected: Float64Array): void {
  assertEquals(got.length, expected.length);
  got.forEach((number, j) => assertAlmostEquals(number, expected[j]!, 1e-12));
}

for (const [method, { scale, offset }] of Object.entries(maps)) {
  const pixels = { q: data.q, D, scale, offset };
  const x = features(data, scale, offset);

  Deno.test(`pixelNetInputs() agrees with netInputs() to 1e-12, ${method}`, () => {
    const z = pixelNetInputs(pixels, everyRow(N), { weightsT: transpose(weights, D), bias });
    assertClose(z, netInputs(x, { weights, bias }));
  });

  Deno.test(`dPixelNetInputs() agrees with dNetInputs() to 1e-12, ${method}`, () => {
    const dz = numbers(N * K, 4);
    const { dWeightsT, dBias } = dPixelNetInputs(pixels, everyRow(N), dz, K);
    const textbook = dNetInputs(x, dz, K);
    assertClose(transpose(dWeightsT, K), textbook.dWeights);
    assertClose(dBias, textbook.dBias);
  });
}

Deno.test("pixelNetInputs() returns the rows of a batch in the batch's order", () => {
  const pixels = { q: data.q, D, ...maps.centered };
  const model = { weightsT: transpose(weights, D), bias };
  const all = pixelNetInputs(pixels, everyRow(N), model);
  const batch = pixelNetInputs(pixels, [7, 3, 39], model);
  assertEquals(
    [...batch],
    [7, 3, 39].flatMap((i) => [...all.subarray(i * K, (i + 1) * K)]),
  );
});

Deno.test("net inputs and gradient of black images depend on the offset alone", () => {
  const black = { q: new Uint8Array(2 * 3), D: 3, scale: 1 / 255, offset: -0.5 };
  const model = { weightsT: Float64Array.of(1, 2, 3, 4, 5, 6), bias: Float64Array.of(10, 20) };
  assertEquals([...pixelNetInputs(black, [0, 1], model)], [5.5, 14, 5.5, 14]);
  const { dWeightsT, dBias } = dPixelNetInputs(black, [0, 1], Float64Array.of(1, 2, 3, 4), 2);
  assertEquals([...dWeightsT], [-2, -3, -2, -3, -2, -3]);
  assertEquals([...dBias], [4, 6]);
});

Deno.test("transpose() is its own inverse", () => {
  assertEquals(transpose(transpose(weights, D), K), weights);
});
