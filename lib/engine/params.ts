/**
 * The schema of a stage's params: plain data, from which types, defaults, bounds and help text are
 * read. Says nothing of where values come from (see `lib/cli`), and refuses a value out of bounds
 * rather than clamp it.
 *
 * @module
 */

import type { UsageProblem } from "./errors.ts";

/** A param's value. All of them print as JSON. */
export type ParamValue = number | boolean | string;

/** Params that differ from the defaults, by stage and name; unchecked. */
export type ParamOverrides = {
  readonly [stage: string]: { readonly [param: string]: ParamValue };
};

/** What one param may be. Bounds are inclusive. */
export type ParamSpec =
  & { readonly description: string }
  & (
    | {
      readonly type: "number" | "integer";
      readonly default: number;
      readonly min?: number;
      readonly max?: number;
    }
    | { readonly type: "boolean"; readonly default: boolean }
    | { readonly type: "string"; readonly default: string; readonly maxLength?: number }
    | { readonly type: "choice"; readonly default: string; readonly choices: readonly string[] }
  );

/** A stage's params by name. Write it as `{ … } as const satisfies ParamSchema`. */
export type ParamSchema = { readonly [name: string]: ParamSpec };

/** The values that a schema describes. */
export type ParamValues<S extends ParamSchema> = {
  readonly [N in keyof S]: S[N] extends { readonly choices: readonly (infer C)[] } ? C
    : S[N]["default"] extends number ? number
    : S[N]["default"] extends boolean ? boolean
    : string;
};

/**
 * What is wrong with `value` for `spec`, or `null`. The text goes on after the param's name, such as
 * `must be at least 0, got -1`.
 */
export function checkParam(spec: ParamSpec, value: unknown): string | null {
  const got = `got ${typeof value === "number" ? value : JSON.stringify(value) ?? typeof value}`;
  switch (spec.type) {
    case "number":
    case "integer":
      if (typeof value !== "number" || !Number.isFinite(value)) {
        return `must be a finite number, ${got}`;
      }
      if (spec.type === "integer" && !Number.isInteger(value)) {
        return `must be a whole number, ${got}`;
      }
      if (spec.min !== undefined && value < spec.min) return `must be at least ${spec.min}, ${got}`;
      if (spec.max !== undefined && value > spec.max) return `must be at most ${spec.max}, ${got}`;
      if (spec.type === "integer" && !Number.isSafeInteger(value)) {
        return `must be a whole number within ±${Number.MAX_SAFE_INTEGER}, ${got}`;
      }
      return null;
    case "boolean":
      return typeof value === "boolean" ? null : `must be true or false, ${got}`;
    case "string":
      if (typeof value !== "string") return `must be a text, ${got}`;
      if (spec.maxLength !== undefined && value.length > spec.maxLength) {
        return `must have at most ${spec.maxLength} characters, got ${value.length}`;
      }
      return value.isWellFormed() ? null : `must be well-formed Unicode, ${got}`;
    case "choice":
      return typeof value === "string" && spec.choices.includes(value)
        ? null
        : `must be one of ${spec.choices.join(", ")}, ${got}`;
    default:
      return spec satisfies never;
  }
}

/** Params whose default breaks their own bounds, or whose bounds leave nothing, one problem each. */
export function checkSchema(stage: string, schema: ParamSchema): UsageProblem[] {
  return Object.entries(schema).flatMap(([name, spec]) => {
    const subject = `${stage}.${name}`;
    const bounds = boundsProblem(spec);
    if (bounds !== null) return [{ subject, message: `The bounds of ${subject} ${bounds}` }];
    const problem = checkParam(spec, spec.default);
    return problem === null ? [] : [{ subject, message: `The default of ${subject} ${problem}` }];
  });
}

function boundsProblem(spec: ParamSpec): string | null {
  if (spec.type === "choice") {
    if (spec.choices.length === 0) return "leave nothing: no choice";
    return new Set(spec.choices).size === spec.choices.length ? null : "name a choice twice";
  }
  if (spec.type !== "number" && spec.type !== "integer") return null;
  const { min = -Infinity, max = Infinity } = spec;
  // NaN is in no order.
  return min <= max ? null : `leave nothing: from ${min} to ${max}`;
}
