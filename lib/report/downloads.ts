/**
 * The files that the page offers as downloads, made from its payload.
 *
 * @module
 */
import { npyBytes } from "../codec/npy.ts";
import { tensor } from "../codec/value.ts";
import { csv } from "./csv.ts";
import type { Payload } from "./payload.ts";
import { CONFIDENCE_STEPS } from "./payload_pack.ts";
import { numbersOf, type Unpacked } from "./unpack.ts";

/** A file that is made on demand. */
export interface Download {
  readonly name: string;
  /** Title of the content. */
  readonly what: string;
  readonly type: string;
  readonly make: () => string | Uint8Array<ArrayBuffer>;
}

type Rows = Parameters<typeof csv>[0];

/** Returns all files. */
export function downloads(payload: Payload, tensors: Unpacked): Download[] {
  const floats = (name: string) => numbersOf(tensors, name, "float32");
  return [
    json("metrics.json", "Metrics", () => payload.metrics),
    table("metrics.csv", "Metrics", () => metricRows(payload)),
    table("predictions.csv", "Predictions", () => predictionRows(payload, tensors)),
    npy("weights.npy", "Weights", payload, () => floats("model.weights")),
    npy("bias.npy", "Bias", payload, () => floats("model.bias")),
    json("model.json", "Weights and bias", () => modelJson(payload, tensors)),
  ];
}

function json(name: string, what: string, value: () => unknown): Download {
  return { name, what, type: "application/json", make: () => JSON.stringify(value(), null, 1) };
}

function table(name: string, what: string, rows: () => Rows): Download {
  return { name, what, type: "text/csv", make: () => csv(rows()) };
}

/** A matrix with one row for each class, or a vector with one number for each class. */
function npy(name: string, what: string, { names }: Payload, data: () => Float32Array): Download {
  const make = () => {
    const features = data().length / names.length;
    const shape = features === 1 ? [names.length] : [names.length, features];
    return npyBytes(tensor("float32", shape, data()));
  };
  return { name, what, type: "application/octet-stream", make };
}

function metricRows({ metrics, names }: Payload): Rows {
  const { calibration, accuracyInterval: [lower, upper] } = metrics;
  return [
    ["metric", "class", "value"],
    ["examples", null, metrics.examples],
    ["errors", null, metrics.errors],
    ["accuracy", null, metrics.accuracy],
    ["accuracy, lower end", null, lower],
    ["accuracy, upper end", null, upper],
    ["loss", null, metrics.loss],
    ["expected calibration error", null, calibration.expectedCalibrationError],
    ["Brier score", null, calibration.brierScore],
    ...metrics.perClass.flatMap((of, k) => [
      ["precision", names[k]!, of.precision],
      ["recall", names[k]!, of.recall],
      ["f1", names[k]!, of.f1],
      ["support", names[k]!, of.support],
    ]),
  ];
}

function predictionRows({ names }: Payload, tensors: Unpacked): Rows {
  const steps = numbersOf(tensors, "all.step", "uint32");
  const labels = numbersOf(tensors, "all.label", "uint8");
  const away = numbersOf(tensors, "all.away", "uint8");
  const confidences = numbersOf(tensors, "all.confidence", "uint16");
  let index = 0;
  const rows = Array.from(steps, (step, i) => {
    index = (index + step) >>> 0;
    const predicted = (labels[i]! + away[i]!) & 255;
    return [index, names[labels[i]!]!, names[predicted]!, confidences[i]! / CONFIDENCE_STEPS];
  });
  return [["index", "label", "predicted", "confidence"], ...rows];
}

function modelJson({ names, normalization }: Payload, tensors: Unpacked): unknown {
  const weights = numbersOf(tensors, "model.weights", "float32");
  const features = weights.length / names.length;
  return {
    classes: names,
    normalization,
    weights: names.map((_, k) => [...weights.subarray(k * features, (k + 1) * features)]),
    bias: [...numbersOf(tensors, "model.bias", "float32")],
  };
}
