/**
 * The values of one swept param, as they are typed: `0.1,0.2,0.5`, `0.1..0.5:5`, `5..20`,
 * `logspace:0.001..1:4`, `unit,centered`, or several of these with commas between them.
 *
 * @module
 */
import type { ParamSpec, ParamValue } from "../engine/params.ts";
import { numberValues, type Range, wholeValues } from "./range_values.ts";
import { typedValue } from "./typed_value.ts";

/** Values, or what is wrong; that text goes on after the param's name. */
export type AxisValues =
  | { readonly values: readonly ParamValue[] }
  | { readonly problem: string };

/** More than any sweep may have. */
const MOST_VALUES = 1_000_000;

const NUMBER = String.raw`[+-]?(?:\d+\.?\d*|\.\d+?)(?:e[+-]?\d+)?`;
const RANGE = new RegExp(String.raw`^(logspace:)?(${NUMBER})\.\.(${NUMBER})(?::(\d+))?$`, "i");

/**
 * The values that `text` stands for.
 *
 * @example
 * ```ts
 * import { axisValues } from "./axis_values.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const rate = { type: "number", default: 1, description: "a rate" } as const;
 * assertEquals(axisValues(rate, "2,0.1..0.5:5"), { values: [2, 0.1, 0.2, 0.3, 0.4, 0.5] });
 * assertEquals(axisValues(rate, "logspace:0.001..1:4"), { values: [0.001, 0.01, 0.1, 1] });
 * const epochs = { type: "integer", default: 1, description: "epochs" } as const;
 * assertEquals(axisValues(epochs, "3..6"), { values: [3, 4, 5, 6] });
 * assertEquals(axisValues(epochs, "6..3"), {
 *   problem: 'has an empty range, "6..3"; write the lower end first: 3..6',
 * });
 * ```
 */
export function axisValues(spec: ParamSpec, text: string): AxisValues {
  if (text === "" && spec.type !== "string") {
    return { problem: "has no values to try; write them with commas between them" };
  }
  const values: ParamValue[] = [];
  for (const part of text.split(",")) {
    const range = isNumeric(spec) ? RANGE.exec(part) : null;
    const found = range === null ? { values: [typedValue(spec, part)] } : rangeValues(spec, range);
    if ("problem" in found) return found;
    // Not as arguments of one call: a million of them overflow the stack.
    for (const value of found.values) values.push(value);
  }
  return { values };
}

function isNumeric({ type }: ParamSpec): boolean {
  return type === "number" || type === "integer";
}

function rangeValues(spec: ParamSpec, match: RegExpExecArray): AxisValues {
  const [text, logspace, lowText = "", highText = "", countText] = match;
  // Adding 0 makes 0 of -0.
  const [low, high] = [Number(lowText) + 0, Number(highText) + 0];
  const isWhole = spec.type === "integer";
  if (low > high) {
    const swapped = `${logspace ?? ""}${highText}..${lowText}`;
    const count = countText === undefined ? "" : `:${countText}`;
    return {
      problem: `has an empty range, "${text}"; write the lower end first: ${swapped}${count}`,
    };
  }
  if (countText === undefined && !isWhole) {
    return {
      problem: `has a range without a number of values, "${text}"; write it so: ${text}:5`,
    };
  }
  const count = countText === undefined ? Math.floor(high) - Math.ceil(low) + 1 : Number(countText);
  if (count === 0) return { problem: `has an empty range, "${text}"; ask for at least 1 value` };
  if (count > MOST_VALUES) {
    return { problem: `has ${count} values, expected at most ${MOST_VALUES}` };
  }
  if (count === 1 && low !== high) {
    return { problem: `has a range with one value, "${text}"; write ${lowText} or ${highText}` };
  }
  if (logspace !== undefined && low <= 0) {
    return { problem: `has a logspace from ${lowText}; it must start above 0` };
  }
  const range: Range = { low, high, count, isLogarithmic: logspace !== undefined };
  const values = isWhole ? wholeValues(range) : numberValues(range);
  return typeof values !== "string" ? { values } : {
    problem: `has a range ${values}, "${text}", expected whole numbers; ` +
      "choose a number of values that fits, or list them",
  };
}
