/**
 * Which test images the page carries: the wrong ones, the least sure ones, and of each class a few
 * right ones that differ. Any other is found in the artifacts.
 *
 * @module
 */
import { type Example, mostConfidentFirst } from "./example.ts";
import { isMistake } from "./mistakes.ts";
import type { ReportData } from "./report_data.ts";
import { RIGHT_A_CLASS } from "./varied.ts";

/** Least sure examples of a page that has room for them. */
export const LEAST_SURE = 100;

const MOST_MISTAKES = 2000;

/** The examples in a page. */
export interface Embedded {
  /** Wrong ones first, then the others, each the most confident first. */
  readonly examples: readonly Example[];
  /** So many of them are the least sure of the whole test split. */
  readonly leastSure: number;
  /** At most so many right ones of each class were chosen for being different. */
  readonly rightAClass: number;
}

/**
 * The examples for a page with room for the `share` of all that belongs there.
 *
 * @param share above 0, at most 1
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
