/**
 * Exports softmax regression as an ONNX model: one `Gemm`, one `Softmax`. The model takes raw pixels, 0 to
 * 255, because the normalisation is folded into weights and bias.
 *
 * The feature of a pixel q is x = q · scale + offset, so
 *
 *     z_k = Σ_d W_kd x_d + b_k = Σ_d (scale · W_kd) q_d + (b_k + offset · Σ_d W_kd)
 *
 * Letters: N examples, D pixels, K classes.
 *
 * @module
 */
import type { Model, Normalization } from "../data/artifacts.ts";
import { onnxBytes } from "./messages.ts";

/** The operator set that the model uses. */
const OPSET = 17;

/** The artifacts that the ONNX model is made from. */
export interface Parts {
  readonly model: Model;
  readonly normalization: Normalization;
}

/**
 * The bytes of an `.onnx` file with the input `pixels` (N, D) and the output `probabilities` (N, K), both
 * `float32`. N is free.
 *
 * @example
 * ```ts
 * import { softmaxRegressionOnnx } from "./softmax_regression.ts";
 * import { tensor } from "../codec/value.ts";
 * import { assert } from "@std/assert";
 *
 * const model = {
 *   weights: tensor("float32", [2, 1], new Float32Array([1, -1])),
 *   bias: tensor("float32", [2], new Float32Array(2)),
 * };
 * const normalization = { method: "unit", scale: 1 / 255, offset: 0 } as const;
 * const file = new TextDecoder("latin1").decode(softmaxRegressionOnnx({ model, normalization }));
 * assert(file.includes("Gemm") && file.includes("Softmax"));
 * ```
 */
export function softmaxRegressionOnnx(parts: Parts): Uint8Array<ArrayBuffer> {
  const [K, D] = parts.model.weights.shape as [number, number];
  const { weights, bias } = folded(parts, D);
  return onnxBytes({
    name: "softmax_regression",
    description: `Softmax regression on ${D} pixels, ${K} classes. The normalisation ` +
      `"${parts.normalization.method}" is folded into weights and bias.`,
    opset: OPSET,
    operators: [
      {
        type: "Gemm",
        inputs: ["pixels", "weights", "bias"],
        outputs: ["logits"],
        attributes: { transB: 1 },
      },
      { type: "Softmax", inputs: ["logits"], outputs: ["probabilities"], attributes: { axis: 1 } },
    ],
    initializers: [
      { name: "weights", shape: [K, D], data: weights },
      { name: "bias", shape: [K], data: bias },
    ],
    inputs: [{ name: "pixels", shape: ["N", D], description: "raw pixels, 0 to 255, row by row" }],
    outputs: [{ name: "probabilities", shape: ["N", K], description: "one a class" }],
  });
}

/** Folds the normalisation into weights and bias, in double precision with one rounding. */
function folded({ model, normalization: { scale, offset } }: Parts, D: number) {
  const weights = model.weights.data;
  const sumOf = (k: number): number =>
    weights.subarray(k * D, (k + 1) * D).reduce((a, w) => a + w, 0);
  return {
    weights: weights.map((w) => scale * w),
    bias: model.bias.data.map((b, k) => b + offset * sumOf(k)),
  };
}
