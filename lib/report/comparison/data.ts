/**
 * Checks and pairs the artifacts that the comparison page shows. It refuses artifacts of a run with different
 * shapes, which runs of other code may have.
 *
 * @module
 */
import type { Catalogue, History, Metrics, Predictions, Split } from "../../data/artifacts.ts";
import { classNames } from "../class_name.ts";
import type { ComparisonFacts } from "./facts.ts";
import { type Pairing, pairing } from "./pairing.ts";

/** The artifacts of one run. */
export type ComparisonInputs = {
  readonly catalogue: Catalogue;
  readonly test: Split;
  readonly history: History;
  readonly metrics: Metrics;
  readonly predictions: Predictions;
};

/** Two runs with consistent artifacts. */
export interface ComparisonData {
  readonly a: ComparisonInputs;
  readonly b: ComparisonInputs;
  readonly facts: ComparisonFacts;
  /** One name for each class. */
  readonly names: readonly string[];
  /** `null` if the runs were measured on different images. */
  readonly pairing: Pairing | null;
}

/**
 * Checks the artifacts of two runs and pairs their predictions.
 *
 * @example
 * ```ts
 * import { comparisonData } from "./data.ts";
 * import { compared } from "../../../tests/report/comparison_fixture.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const { before, after, facts } = compared({ classes: 3 });
 * assertEquals(comparisonData(before, after, facts).names, ["0", "1", "2"]);
 * ```
 *
 * @throws {RangeError} if shapes differ; the message names the run and the first two shapes that differ.
 */
export function comparisonData(
  a: ComparisonInputs,
  b: ComparisonInputs,
  facts: ComparisonFacts,
): ComparisonData {
  check(a, facts.before.id);
  check(b, facts.after.id);
  const names = classNames(b.catalogue.classNames, Math.max(classesOf(a), classesOf(b)));
  return { a, b, facts, names, pairing: pairing(a, b) };
}

function classesOf({ predictions }: ComparisonInputs): number {
  return predictions.probabilities.shape[1]!;
}

function check(run: ComparisonInputs, id: string): void {
  const { test, predictions } = run;
  const [examples, features] = test.images.shape;
  const [height, width] = test.imageShape;
  checkShape(id, "features of test.images", [features!], [height * width]);
  checkShape(id, "test.labels", test.labels.shape, [examples!]);
  checkShape(id, "test.indices", test.indices.shape, [examples!]);
  checkShape(id, "predictions.predicted", predictions.predicted.shape, [examples!]);
  checkShape(id, "predictions.probabilities", predictions.probabilities.shape, [
    examples!,
    classesOf(run),
  ]);
}

function checkShape(
  id: string,
  name: string,
  found: readonly number[],
  expected: readonly number[],
): void {
  if (found.join() === expected.join()) return;
  throw new RangeError(
    `Cannot compare run ${id}: ${name} has shape [${found}], expected [${expected}]; ` +
      "compare runs of this pipeline's present code",
  );
}
