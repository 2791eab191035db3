/**
 * Stage 2: converts raw IDX files to splits that a model can learn from. It flattens images, holds out a
 * validation split, encodes labels, and computes the map from pixels to features; pixels stay bytes.
 *
 * Each output depends on as little as possible: `test` on the files alone, `train` and `validation` also
 * on the size and seed of the validation split, `normalization` on the training split and the method.
 *
 * @module
 */
import type { IdxFiles, Normalization, Split } from "../lib/data/artifacts.ts";
import { classCount, type Dataset, readDataset, selectExamples } from "../lib/data/dataset.ts";
import { IntegrityError } from "../lib/data/errors.ts";
import { NORMALIZATION_METHODS, normalizationOf } from "../lib/data/normalization.ts";
import { splitValidation } from "../lib/data/split.ts";
import { defineStage, type ParamSchema, type StageContext, tensor } from "../lib/engine/stage.ts";
import { oneHot } from "../lib/ml/one_hot.ts";
import { permutation, random } from "../lib/ml/random.ts";

const schema = {
  normalization: {
    type: "choice",
    default: "unit",
    choices: NORMALIZATION_METHODS,
    description: "pixels q to features: unit: q / 255; centered: q / 255 - 0.5; standardized: by " +
      "mean and standard deviation of the training split",
  },
  validation: {
    type: "integer",
    default: 5000,
    min: 0,
    description:
      "training examples held out for validation, in proportion to the classes; 0 for none",
  },
  seed: {
    type: "integer",
    default: 1,
    min: 0,
    max: Number.MAX_SAFE_INTEGER,
    description: "seed of the choice of the examples that are held out",
  },
} as const satisfies ParamSchema;

type Outputs = {
  readonly train: Split;
  readonly validation: Split;
  readonly test: Split;
  readonly normalization: Normalization;
};

/** Returns the three splits, and the map from their pixels to features. */
export function run(context: StageContext<IdxFiles, typeof schema>): Outputs {
  const { inputs, params } = context;
  const training = readDataset(inputs.trainImages, inputs.trainLabels, "training");
  const test = readDataset(inputs.testImages, inputs.testLabels, "test");
  checkSameShape(training, test);
  const K = classCount(training.labels.data, test.labels.data);
  for (const warning of [oneClassWarning(training, "training"), oneClassWarning(test, "test")]) {
    if (warning !== null) context.log(warning);
  }

  const chosen = splitValidation(
    training.labels.data,
    params.validation,
    (n) => permutation(n, random(params.seed)),
  );
  const train = splitOf(training, chosen.train, K);
  const normalization = normalizationOf(params.normalization, train.images.data);
  const [height, width] = test.imageShape;
  context.log(
    `${chosen.train.length} to train, ${chosen.validation.length} to validate, ` +
      `${test.labels.data.length} to test; ${height} × ${width} pixels, ${K} classes; ` +
      `${normalization.method}: x = q · ${normalization.scale} + ${normalization.offset}`,
  );
  return {
    train,
    validation: splitOf(training, chosen.validation, K),
    test: splitOf(test, Uint32Array.from(test.labels.data, (_, i) => i), K),
    normalization,
  };
}

function splitOf(dataset: Dataset, positions: Uint32Array, K: number): Split {
  const { images, imageShape, labels } = selectExamples(dataset, positions);
  const N = positions.length;
  return {
    images,
    imageShape,
    labels,
    oneHot: tensor("uint8", [N, K], oneHot(labels.data, K)),
    indices: tensor("uint32", [N], positions),
  };
}

function checkSameShape(training: Dataset, test: Dataset): void {
  const [found, expected] = [test, training].map((dataset) => dataset.imageShape.join(" × "));
  if (found !== expected) {
    throw new IntegrityError(
      `Cannot test on images of another size: the test images have ${found} pixels, expected ` +
        `${expected} as the training images have`,
    );
  }
}

function oneClassWarning({ labels }: Dataset, name: string): string | null {
  const first = labels.data[0];
  return labels.data.every((label) => label === first)
    ? `warning: all ${labels.data.length} ${name} examples are of class ${first}, ` +
      "so no metric measures how well classes are distinguished"
    : null;
}

/** The second stage of the pipeline. */
export const preprocess = defineStage({
  module: import.meta.url,
  name: "preprocess",
  description: "splits, flattens, encodes and normalises",
  inputs: {
    trainImages: "raw IDX bytes of the training images",
    trainLabels: "raw IDX bytes of the training labels",
    testImages: "raw IDX bytes of the test images",
    testLabels: "raw IDX bytes of the test labels",
  },
  params: schema,
  outputs: {
    train: "training split",
    validation: "validation split, empty if none is held out",
    test: "test split",
    normalization: "affine map from pixels to features",
  },
  run,
});
