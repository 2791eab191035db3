/**
 * Checks the artifacts that the report shows, and derives data that several sections use. It refuses artifacts
 * of different models or data sets, and numbers that are not checkFinite.
 *
 * @module
 */
import type {
  Catalogue,
  History,
  Metrics,
  Model,
  Normalization,
  Predictions,
  Split,
} from "../data/artifacts.ts";
import { classNames } from "./class_name.ts";
import { allExamples, type Example, mostConfidentFirst } from "./example.ts";
import { type PixelSums, pixelSums } from "./pixel_sums.ts";
import { varied } from "./varied.ts";

/** The artifacts that the report shows. */
export type ReportInputs = {
  readonly metrics: Metrics;
  readonly predictions: Predictions;
  readonly model: Model;
  readonly history: History;
  readonly test: Split;
  readonly normalization: Normalization;
  readonly catalogue: Catalogue;
};

/** Consistent artifacts, with derived data. */
export interface ReportData extends ReportInputs {
  /** One name for each class. */
  readonly names: readonly string[];
  /** All examples with their predictions, in the order of the test split. */
  readonly answers: readonly Example[];
  /** All examples, the most confident first. */
  readonly ranked: readonly Example[];
  /** For each class correct examples that differ from each other, the most typical first. */
  readonly varied: readonly (readonly Example[])[];
  /** Sums of the test images of each class. */
  readonly pixelSums: readonly PixelSums[];
}

/**
 * Checks that all inputs have the same N examples, D features and K classes.
 *
 * @example
 * ```ts
 * import { reportData } from "./report_data.ts";
 * import { fixture } from "../../tests/report/fixture.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(reportData(fixture({ classes: 3 })).names, ["0", "1", "2"]);
 * ```
 *
 * @throws {RangeError} if shapes differ or a number is not checkFinite; the message names the tensor.
 */
export function reportData(inputs: ReportInputs): ReportData {
  const { metrics, predictions, model, test, catalogue } = inputs;
  const classes = metrics.perClass.length;
  const examples = metrics.examples;
  const [height, width] = test.imageShape;
  checkShape("classes in metrics.confusion", metrics.confusion.shape, [classes, classes]);
  checkShape("classes and features of model.weights", model.weights.shape, [
    classes,
    height * width,
  ]);
  checkShape("classes of model.bias", model.bias.shape, [classes]);
  checkShape("test.images", test.images.shape, [examples, height * width]);
  checkShape("test.labels", test.labels.shape, [examples]);
  checkShape("test.indices", test.indices.shape, [examples]);
  checkShape("predictions.predicted", predictions.predicted.shape, [examples]);
  checkShape("predictions.probabilities", predictions.probabilities.shape, [examples, classes]);
  checkFinite("model.weights", model.weights.data);
  checkFinite("model.bias", model.bias.data);
  checkFinite("predictions.probabilities", predictions.probabilities.data);
  const answers = allExamples(test, predictions);
  const ranked = answers.toSorted(mostConfidentFirst);
  return {
    ...inputs,
    names: classNames(catalogue.classNames, classes),
    answers,
    ranked,
    varied: Array.from({ length: classes }, (_, k) => varied(k, test, ranked)),
    pixelSums: pixelSums(test, classes),
  };
}

function checkShape(name: string, found: readonly number[], expected: readonly number[]): void {
  if (found.join() === expected.join()) return;
  throw new RangeError(
    `Cannot make the report: ${name} has shape [${found}], expected [${expected}]; ` +
      "connect artifacts of one model and one data set",
  );
}

function checkFinite(name: string, numbers: Float32Array): void {
  const index = numbers.findIndex((value) => !Number.isFinite(value));
  if (index === -1) return;
  throw new RangeError(
    `Cannot make the report: ${name} has ${numbers[index]} at ${index}, expected finite numbers; ` +
      "train with a smaller learning rate",
  );
}
