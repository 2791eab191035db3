/**
 * Formats combinations and metrics for the sweep page.
 *
 * @module
 */
import { MISSING } from "../format.ts";
import { shownName, type SweptParam } from "./axes.ts";
import type { Combination } from "./facts.ts";

/** The values of a combination: `learningRate 0.5, epochs 20`. */
export function valuesText(combination: Combination, swept: readonly SweptParam[]): string {
  return swept.filter(({ values }) => values.length > 1)
    .map((one) => `${shownName(one, swept)} ${valueText(combination, one)}`).join(", ");
}

/** The value of a param; `default` if the combination does not set it. */
export function valueText({ params }: Combination, { stage, param }: SweptParam): string {
  return String(params[stage]?.[param] ?? "default");
}

/**
 * The value of a metric with five decimals, because combinations often differ only in the fifth.
 *
 * @example
 * ```ts
 * import { figure } from "./words.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals([0.288471, 748, 2217.158, undefined].map(figure), ["0.28847", "748", "2217", "–"]);
 * ```
 */
export function figure(value: number | undefined): string {
  if (value === undefined) return MISSING;
  if (Number.isInteger(value)) return String(value);
  const size = Math.abs(value);
  return size >= 0.001 && size < 1000 ? value.toFixed(5) : String(Number(value.toPrecision(4)));
}
