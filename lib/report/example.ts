/**
 * Test examples and their predictions.
 *
 * @module
 */
import type { Predictions, Split } from "../data/artifacts.ts";

/** A test example and its prediction. */
export interface Example {
  /** Row in the test split. */
  readonly row: number;
  /** Index in the data set's file, from 0. */
  readonly index: number;
  readonly label: number;
  readonly predicted: number;
  /** Probability of the predicted class. */
  readonly confidence: number;
}

/**
 * All examples, in the order of the split.
 *
 * @example
 * ```ts
 * import { allExamples } from "./example.ts";
 * import { fixture } from "../../tests/report/fixture.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const { test, predictions } = fixture({ examples: 30 });
 * assertEquals(allExamples(test, predictions).map(({ row }) => row).slice(0, 3), [0, 1, 2]);
 * ```
 */
export function allExamples(test: Split, predictions: Predictions): Example[] {
  const classes = predictions.probabilities.shape[1]!;
  return Array.from(test.labels.data, (label, row) => {
    const predicted = predictions.predicted.data[row]!;
    const confidence = predictions.probabilities.data[row * classes + predicted]!;
    return { row, index: test.indices.data[row]!, label, predicted, confidence };
  });
}

/**
 * Compares examples: by descending confidence, then by index.
 *
 * @example
 * ```ts
 * import { mostConfidentFirst } from "./example.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const answers = [{ confidence: 0.5, index: 1 }, { confidence: 0.9, index: 2 }];
 * assertEquals(answers.sort(mostConfidentFirst)[0]?.index, 2);
 * ```
 */
export function mostConfidentFirst(
  a: Pick<Example, "confidence" | "index">,
  b: Pick<Example, "confidence" | "index">,
): number {
  return b.confidence - a.confidence || a.index - b.index;
}

/** The pixels of the example in `row`. */
export function pixelsOf({ images }: Split, row: number): Uint8Array {
  const size = images.shape[1]!;
  return images.data.subarray(row * size, (row + 1) * size);
}
