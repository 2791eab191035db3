/**
 * Selects the test images that the page contains: mistakes, the least sure images, and for each class a few
 * correct images that differ from each other. The artifacts contain all others.
 *
 * @module
 */
import { type Example, mostConfidentFirst } from "./example.ts";
import { isMistake } from "./mistakes.ts";
import type { ReportData } from "./report_data.ts";
import { RIGHT_A_CLASS } from "./varied.ts";

/** Largest number of least sure examples. */
export const LEAST_SURE = 100;

/** Largest number of mistakes. */
const MOST_MISTAKES = 2000;

/** The examples in a page. */
export interface Embedded {
  /** Mistakes first, then correct examples; both by descending confidence. */
  readonly examples: readonly Example[];
  /** Number of examples that are the least sure of the whole test split. */
  readonly leastSure: number;
  /** Largest number of correct examples of each class. */
  readonly rightAClass: number;
}

/**
 * Selects the examples for a page.
 *
 * @param share share of each kind of examples to select, above 0 and at most 1
 *
 * @example
 * ```ts
 * import { embedded } from "./embedded.ts";
 * import { reportData } from "./report_data.ts";
 * import { fixture } from "../../tests/report/fixture.ts";
 * import { assert } from "@std/assert";
 *
 * const data = reportData(fixture({ examples: 2000 }));
 * const { examples } = embedded(data, 1);
 * assert(examples.length >= data.metrics.errors && examples.length <= data.metrics.errors + 300);
 * ```
 */
export function embedded(data: ReportData, share: number): Embedded {
  const all = data.ranked;
  const part = (count: number) => Math.ceil(count * share);
  const [leastSure, rightAClass] = [part(Math.min(LEAST_SURE, all.length)), part(RIGHT_A_CLASS)];
  const wrong = all.filter(isMistake);
  const taken = new Set<Example>(wrong.slice(0, part(Math.min(MOST_MISTAKES, wrong.length))));
  for (const example of all.slice(-leastSure)) taken.add(example);
  for (const ofClass of data.varied) {
    for (const example of ofClass.slice(0, rightAClass)) taken.add(example);
  }
  const last = (example: Example) => isMistake(example) ? 0 : 1;
  const examples = [...taken].sort((a, b) => last(a) - last(b) || mostConfidentFirst(a, b));
  return { examples, leastSure, rightAClass };
}
