/**
 * Selects correctly classified images of a class that differ from each other.
 *
 * @module
 */
import type { Split } from "../data/artifacts.ts";
import { diverse } from "./diverse.ts";
import { type Example, pixelsOf } from "./example.ts";

/** Largest number of images of each class. */
export const RIGHT_A_CLASS = 20;

/** Approximate number of candidates, taken evenly from all images; comparing all would take too long. */
const CANDIDATES = 250;

/**
 * Selects the correct examples of class `k` among `answers` whose images differ most, the most typical first.
 * A prefix of the result is the result for a smaller number.
 *
 * @example
 * ```ts
 * import { varied } from "./varied.ts";
 * import { reportData } from "./report_data.ts";
 * import { fixture } from "../../tests/report/fixture.ts";
 * import { assert } from "@std/assert";
 *
 * const { test, answers } = reportData(fixture({}));
 * const sevens = varied(7, test, answers);
 * assert(sevens.every(({ label, predicted }) => label === 7 && predicted === 7));
 * ```
 */
export function varied(k: number, test: Split, answers: readonly Example[]): Example[] {
  const right = answers.filter(({ label, predicted }) => label === k && predicted === k);
  const step = Math.max(1, Math.floor(right.length / CANDIDATES));
  const some = right.filter((_, i) => i % step === 0);
  const images = some.map(({ row }) => pixelsOf(test, row));
  return diverse(images, test.imageShape, RIGHT_A_CLASS).map((place) => some[place]!);
}
