/**
 * Runs the ONNX model with ONNX Runtime and compares it with `predict`. `tests/pipeline/export_test.ts`
 * does so for the whole test split of MNIST.
 *
 * @module
 */
import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { tensor } from "../../lib/codec/value.ts";
import type { Normalization } from "../../lib/data/artifacts.ts";
import { random } from "../../lib/ml/random.ts";
import { softmaxRegressionOnnx } from "../../lib/onnx/softmax_regression.ts";
import { predict } from "../../lib/predict.ts";
import { runOnnx } from "../support/onnx_runtime.ts";

const [N, D, K] = [40, 9, 4] as const;
const source = random(7);
const numbers = (length: number, scale: number) =>
  Float32Array.from({ length }, () => scale * (source.below(2001) / 1000 - 1));
const model = {
  weights: tensor("float32", [K, D], numbers(K * D, 3)),
  bias: tensor("float32", [K], numbers(K, 1)),
};
const images = Uint8Array.from({ length: N * D }, () => source.below(256));

const NORMALIZATIONS: readonly Normalization[] = [
  { method: "unit", scale: 1 / 255, offset: 0 },
  { method: "centered", scale: 1 / 255, offset: -0.5 },
  { method: "standardized", scale: 1 / 78.5, offset: -0.42 },
];

for (const normalization of NORMALIZATIONS) {
  Deno.test(`the ONNX model has the probabilities of predict(), pixels ${normalization.method}`, async () => {
    const file = softmaxRegressionOnnx({ model, normalization });
    const { names, shape, data } = await runOnnx(file, [N, D], Float32Array.from(images));
    assertEquals([names, shape], [["pixels", "probabilities"], [N, K]]);
    for (let i = 0; i < N; i++) {
      const { probabilities } = predict(model, normalization, images.subarray(i * D, (i + 1) * D));
      for (let k = 0; k < K; k++) assertAlmostEquals(data[i * K + k]!, probabilities[k]!, 1e-6);
    }
  });
}

Deno.test("the ONNX model accepts any number of images, and its file is always the same", async () => {
  const [unit] = NORMALIZATIONS;
  const file = softmaxRegressionOnnx({ model, normalization: unit! });
  assertEquals(softmaxRegressionOnnx({ model, normalization: unit! }), file);
  const one = await runOnnx(file, [1, D], new Float32Array(D));
  assertEquals(one.shape, [1, K]);
  assert(one.data.every((probability) => probability > 0 && probability < 1));
});

Deno.test("the ONNX model of small whole numbers has the pinned bytes", async () => {
  const file = softmaxRegressionOnnx({
    model: {
      weights: tensor("float32", [2, 3], new Float32Array([1, 2, 3, -4, 5, -6])),
      bias: tensor("float32", [2], new Float32Array([7, -8])),
    },
    normalization: { method: "centered", scale: 0.5, offset: -0.25 },
  });
  // x = q / 2 - 1 / 4: weights are halved, biases less a quarter of their rows' sums.
  for (const numbers of [[0.5, 1, 1.5, -2, 2.5, -3], [5.5, -6.75]]) {
    assert(file.toHex().includes(new Uint8Array(new Float32Array(numbers).buffer).toHex()));
  }
  assertEquals(
    new Uint8Array(await crypto.subtle.digest("SHA-256", file)).toHex(),
    "df62aac12eb2f4ee268be4e5f9a9af02207485aa2cf23e76520a380870e31690",
  );
});

Deno.test("the ONNX model uses operator set 17, with one Gemm and one Softmax", () => {
  const file = softmaxRegressionOnnx({ model, normalization: NORMALIZATIONS[1]! });
  // Field 8 of the model has 2 bytes: its field 2, the version of the default operator set, is 17.
  assertEquals(file.slice(-4).toHex(), "42021011");
  const text = new TextDecoder("latin1").decode(file);
  assertEquals(text.match(/Gemm|Softmax(?! regression)|Mul|Add|Div|Sub/g), ["Gemm", "Softmax"]);
});
