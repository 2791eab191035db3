/**
 * Right answers that show how differently a class is written.
 *
 * @module
 */
import type { Split } from "../data/artifacts.ts";
import { diverse } from "./diverse.ts";
import { type Example, pixelsOf } from "./example.ts";

/** At most so many of each class. */
export const RIGHT_A_CLASS = 20;

/** They are chosen from about so many, taken evenly from all: comparing every two would take its time. */
const CANDIDATES = 250;

/**
 * Of the right answers of class `k` among `answers` those whose images differ most, the most typical
 * first: the first few of them are what fewer would have been.
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
