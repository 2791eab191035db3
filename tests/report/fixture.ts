/**
 * Makes small, consistent artifacts like those of the pipeline, degenerate cases included. They are computed
 * from integers, so that they are the same on every machine.
 *
 * @module
 */
import { tensor } from "../../lib/codec/value.ts";
import type {
  CalibrationBin,
  ClassMetrics,
  Epoch,
  Metrics,
  Predictions,
  WeightSnapshot,
} from "../../lib/data/artifacts.ts";
import type { ReportInputs } from "../../lib/report/report_data.ts";

/** Options of a fixture. */
export interface FixtureOptions {
  /** Default 10. */
  readonly classes?: number;
  /** Default 200. */
  readonly examples?: number;
  /** One example in this many is wrong; 0 for none, with training losses of 0. Default 7. */
  readonly wrongEvery?: number;
  /** Default 5. */
  readonly epochs?: number;
  /** Default true. */
  readonly validation?: boolean;
  /** Default [28, 28]. */
  readonly imageShape?: readonly [height: number, width: number];
  /** Whether all examples are of class 0, although there are more classes. Default false. */
  readonly oneClassOnly?: boolean;
  /** Default: no names. */
  readonly classNames?: readonly string[];
  /** Default `mnist`. */
  readonly dataset?: string;
}

/** Makes the artifacts of a report. */
export function fixture(options: FixtureOptions): ReportInputs {
  const classes = options.classes ?? options.classNames?.length ?? 10;
  const examples = options.examples ?? 200;
  const [height, width] = options.imageShape ?? [28, 28];
  const labels = Uint8Array.from(
    { length: examples },
    (_, i) => (options.oneClassOnly ? 0 : (i * 7 + (i >> 3)) % classes),
  );
  const predictions = predict(labels, classes, options.wrongEvery ?? 7);
  const oneHot = new Uint8Array(examples * classes);
  labels.forEach((label, i) => oneHot[i * classes + label] = 1);
  return {
    metrics: measure(labels, predictions, classes),
    predictions,
    model: {
      weights: tensor("float32", [classes, height * width], waves(classes, height, width)),
      bias: tensor(
        "float32",
        [classes],
        Float32Array.from({ length: classes }, (_, k) => k / 8 - 0.5),
      ),
    },
    history: {
      epochs: options.wrongEvery === 0
        ? perfectEpochs(options.epochs ?? 5)
        : epochs(options.epochs ?? 5, options.validation ?? true),
      chosenEpoch: options.epochs ?? 5,
      snapshots: snapshots(options.epochs ?? 5, classes, height * width),
    },
    test: {
      images: tensor("uint8", [examples, height * width], strokes(labels, height, width)),
      imageShape: [height, width],
      labels: tensor("uint8", [examples], labels),
      oneHot: tensor("uint8", [examples, classes], oneHot),
      indices: tensor("uint32", [examples], Uint32Array.from({ length: examples }, (_, i) => i)),
    },
    normalization: { method: "unit", scale: 1 / 255, offset: 0 },
    catalogue: { dataset: options.dataset ?? "mnist", classNames: options.classNames ?? [] },
  };
}

/** Makes predictions with confidences from 0.5, which differ between neighbouring mistakes. */
function predict(labels: Uint8Array, classes: number, wrongEvery: number): Predictions {
  const probabilities = new Float32Array(labels.length * classes);
  const predicted = Uint8Array.from(labels, (label, i) => {
    const wrong = classes > 1 && wrongEvery > 0 && i % wrongEvery === 3 % wrongEvery;
    return wrong ? (label + 1 + (i % (classes - 1))) % classes : label;
  });
  predicted.forEach((k, i) => {
    const confidence = classes === 1 ? 1 : 0.5 + ((i * 37) % 500) / 1000;
    const row = probabilities.subarray(i * classes, (i + 1) * classes);
    row.fill((1 - confidence) / Math.max(1, classes - 1))[k] = confidence;
  });
  return {
    probabilities: tensor("float32", [labels.length, classes], probabilities),
    predicted: tensor("uint8", [labels.length], predicted),
  };
}

function measure(
  labels: Uint8Array,
  { predicted, probabilities }: Predictions,
  classes: number,
): Metrics {
  const confusion = new Uint32Array(classes * classes);
  labels.forEach((label, i) => confusion[label * classes + predicted.data[i]!]!++);
  const errors = labels.filter((label, i) => label !== predicted.data[i]).length;
  const accuracy = 1 - errors / labels.length;
  return {
    examples: labels.length,
    errors,
    accuracy,
    accuracyInterval: [Math.max(0, accuracy - 0.03), Math.min(1, accuracy + 0.02)],
    loss: 0.3125,
    confusion: tensor("uint32", [classes, classes], confusion),
    perClass: Array.from({ length: classes }, (_, k) => measureClass(confusion, k, classes)),
    calibration: {
      expectedCalibrationError: 0.0418,
      brierScore: 0.1289,
      bins: calibrationBins(labels, predicted.data, probabilities.data, classes),
    },
  };
}

function measureClass(confusion: Uint32Array, k: number, classes: number): ClassMetrics {
  let [support, predictions] = [0, 0];
  for (let j = 0; j < classes; j++) {
    support += confusion[k * classes + j]!;
    predictions += confusion[j * classes + k]!;
  }
  const correct = confusion[k * classes + k]!;
  return {
    precision: predictions === 0 ? null : correct / predictions,
    recall: support === 0 ? null : correct / support,
    f1: support + predictions === 0 ? null : (2 * correct) / (support + predictions),
    support,
  };
}

function calibrationBins(
  labels: Uint8Array,
  predicted: Uint8Array,
  probabilities: Float32Array,
  classes: number,
): CalibrationBin[] {
  return Array.from({ length: 15 }, (_, b) => {
    const inside = Array.from(labels.keys()).filter((i) => {
      return Math.ceil(probabilities[i * classes + predicted[i]!]! * 15) - 1 === b;
    });
    const mean = (of: (i: number) => number) =>
      inside.length === 0 ? null : inside.reduce((sum, i) => sum + of(i), 0) / inside.length;
    return {
      lower: b / 15,
      upper: (b + 1) / 15,
      count: inside.length,
      meanConfidence: mean((i) => probabilities[i * classes + predicted[i]!]!),
      accuracy: mean((i) => (labels[i] === predicted[i] ? 1 : 0)),
    };
  });
}

function epochs(count: number, validation: boolean): Epoch[] {
  return Array.from({ length: count }, (_, i) => ({
    epoch: i + 1,
    learningRate: 0.5,
    trainLoss: 0.25 + 0.5 / (i + 1),
    trainAccuracy: 0.93 - 0.1 / (i + 1),
    validationLoss: validation ? 0.27 + 0.45 / (i + 1) : null,
    validationAccuracy: validation ? 0.925 - 0.08 / (i + 1) : null,
    gradientNorm: 0.1 / (i + 1),
  }));
}

/** Weights that grow from epoch to epoch. */
function snapshots(epochs: number, classes: number, size: number): WeightSnapshot[] {
  return Array.from({ length: Math.min(3, epochs) }, (_, i) => ({
    epoch: epochs - 2 + i > 0 ? epochs - 2 + i : i + 1,
    scale: 1 / 127,
    weights: tensor(
      "int8",
      [classes, size],
      Int8Array.from({ length: classes * size }, (_, w) => ((w * 7 + i * 3) % 255) - 127),
    ),
  }));
}

/** Epochs with a training loss of 0 and without validation. */
function perfectEpochs(count: number): Epoch[] {
  return epochs(count, false).map((epoch) => ({ ...epoch, trainLoss: 0, trainAccuracy: 1 }));
}

/** Images of a slanted stroke whose position depends on the class. */
function strokes(labels: Uint8Array, height: number, width: number): Uint8Array {
  const images = new Uint8Array(labels.length * height * width);
  labels.forEach((label, i) => {
    for (let y = 2; y < height - 2; y++) {
      const x = (label * 2 + Math.floor(y / 3) + (i % 3)) % width;
      images[(i * height + y) * width + x] = 255 - (i % 50);
    }
  });
  return images;
}

function waves(classes: number, height: number, width: number): Float32Array {
  return Float32Array.from({ length: classes * height * width }, (_, i) => {
    const [y, x] = [Math.floor(i / width) % height, i % width];
    return (((x + y * Math.floor(i / (height * width) + 1)) % 17) - 8) / 16;
  });
}
