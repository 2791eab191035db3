/**
 * What the report is made of, checked once: sizes that must agree do. Refuses artifacts that belong
 * to different models or data sets, and numbers that are not finite.
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

/** The same, known to agree, with what more than one part of the page needs of them. */
export interface ReportData extends ReportInputs {
  /** One name a class. */
  readonly names: readonly string[];
  /** All answers, in the order of the test split. */
  readonly answers: readonly Example[];
  /** All answers, the most confident first. */
  readonly ranked: readonly Example[];
  /** Of each class right answers that differ, the most typical first. */
  readonly varied: readonly (readonly Example[])[];
  /** Sums of the test images of each class. */
  readonly pixelSums: readonly PixelSums[];
}

/**
 * Checks that `inputs` belong together: N examples, D features and K classes throughout.
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
 * @throws {RangeError} naming the first two sizes that differ, or the tensor that holds a number
 * that is not finite.
 */
export function reportData(inputs: ReportInputs): ReportData {
  const { metrics, predictions, model, test, catalogue } = inputs;
  const classes = metrics.perClass.length;
  const examples = metrics.examples;
  const [height, width] = test.imageShape;
  agree("classes in metrics.confusion", metrics.confusion.shape, [classes, classes]);
  agree("classes and features of model.weights", model.weights.shape, [classes, height * width]);
  agree("classes of model.bias", model.bias.shape, [classes]);
  agree("test.images", test.images.shape, [examples, height * width]);
  agree("test.labels", test.labels.shape, [examples]);
  agree("test.indices", test.indices.shape, [examples]);
  agree("predictions.predicted", predictions.predicted.shape, [examples]);
  agree("predictions.probabilities", predictions.probabilities.shape, [examples, classes]);
  finite("model.weights", model.weights.data);
  finite("model.bias", model.bias.data);
  finite("predictions.probabilities", predictions.probabilities.data);
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

function agree(what: string, found: readonly number[], expected: readonly number[]): void {
  if (found.join() === expected.join()) return;
  throw new RangeError(
    `Cannot make the report: ${what} has shape [${found}], expected [${expected}]; ` +
      "connect artifacts of one model and one data set",
  );
}

function finite(what: string, numbers: Float32Array): void {
  const place = numbers.findIndex((value) => !Number.isFinite(value));
  if (place === -1) return;
  throw new RangeError(
    `Cannot make the report: ${what} holds ${
      numbers[place]
    } at ${place}, expected finite numbers; ` +
      "train with a smaller learning rate",
  );
}
