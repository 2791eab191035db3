/**
 * Which end of a headline figure is the better one. The engine knows no figure; it goes by the name.
 *
 * @module
 */

/** Words for what there should be little of, at the end of a figure's name. */
const LESS_IS_BETTER = /(?:loss|errors?|entropy|perplexity|distance|seconds|ms|bytes)$/i;

/**
 * The order that puts the best first: ascending for what is named as a loss, an error, a time or a
 * size, descending for all else.
 *
 * @example
 * ```ts
 * import { bestFirst } from "./metric_order.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(bestFirst("validation.loss"), "ascending");
 * assertEquals(bestFirst("test.expectedCalibrationError"), "ascending");
 * assertEquals(bestFirst("test.accuracy"), "descending");
 * ```
 */
export function bestFirst(metric: string): "ascending" | "descending" {
  return LESS_IS_BETTER.test(metric) ? "ascending" : "descending";
}
