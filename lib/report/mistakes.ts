/**
 * The test examples that the model predicts wrongly.
 *
 * @module
 */
import type { Example } from "./example.ts";

/** The number of examples of one class that are predicted as another. */
export interface Pair {
  readonly label: number;
  readonly predicted: number;
  readonly count: number;
}

/**
 * Whether a prediction is wrong.
 *
 * @example
 * ```ts
 * import { isMistake } from "./mistakes.ts";
 * import { reportData } from "./report_data.ts";
 * import { fixture } from "../../tests/report/fixture.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const { answers, metrics } = reportData(fixture({}));
 * assertEquals(answers.filter(isMistake).length, metrics.errors);
 * ```
 */
export function isMistake({ label, predicted }: Pick<Example, "label" | "predicted">): boolean {
  return label !== predicted;
}

/**
 * All confusions of two classes, the most frequent first; ties are in the order of the classes.
 *
 * @example
 * ```ts
 * import { confusedPairs } from "./mistakes.ts";
 * import { tensor } from "../codec/value.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const confusion = tensor("uint32", [2, 2], new Uint32Array([90, 3, 5, 80]));
 * assertEquals(confusedPairs(confusion), [
 *   { label: 1, predicted: 0, count: 5 },
 *   { label: 0, predicted: 1, count: 3 },
 * ]);
 * ```
 */
export function confusedPairs(
  confusion: { readonly shape: readonly number[]; readonly data: Uint32Array },
): Pair[] {
  const classes = confusion.shape[0]!;
  return Array.from(confusion.data, (count, i) => ({
    label: Math.floor(i / classes),
    predicted: i % classes,
    count,
  }))
    .filter((pair) => isMistake(pair) && pair.count > 0)
    .sort((a, b) => b.count - a.count);
}
