import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { tensor } from "../lib/codec/value.ts";
import { predict } from "../lib/predict.ts";

const NORMALIZATION = { method: "centered", scale: 0.5, offset: -1 } as const;

const MODEL = {
  weights: tensor("float32", [3, 2], new Float32Array([1, -1, 0, 2, 0, -3])),
  bias: tensor("float32", [3], new Float32Array([0.5, -0.5, 0.25])),
};

Deno.test("predict() gives softmax and argmax of W x + b, worked out by hand", () => {
  // x = (0, 1), so that the net inputs are -1 + 0.5, 2 - 0.5 and -3 + 0.25.
  const { label, probabilities } = predict(MODEL, NORMALIZATION, Uint8Array.of(2, 4));
  const exponentials = [-0.5, 1.5, -2.75].map(Math.exp);
  const sum = exponentials.reduce((a, b) => a + b);
  assertEquals([label, probabilities.length], [1, 3]);
  exponentials.forEach((e, k) => assertAlmostEquals(probabilities[k]!, e / sum, 1e-15));
});

Deno.test("predict() takes the lowest class on a tie", () => {
  const untrained = {
    weights: tensor("float32", [3, 2], new Float32Array(6)),
    bias: tensor("float32", [3], new Float32Array(3)),
  };
  const { label, probabilities } = predict(untrained, NORMALIZATION, Uint8Array.of(9, 200));
  assertEquals(label, 0);
  for (const p of probabilities) assertAlmostEquals(p, 1 / 3, 1e-15);
});

Deno.test("predict() refuses an image with more or fewer pixels than the model has", () => {
  for (const pixels of [0, 1, 3]) {
    assertThrows(
      () => predict(MODEL, NORMALIZATION, new Uint8Array(pixels)),
      RangeError,
      `Cannot predict: the image has ${pixels} pixels, expected 2 as in the model`,
    );
  }
});
