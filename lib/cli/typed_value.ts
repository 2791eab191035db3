/**
 * A typed text as the value of a param.
 *
 * @module
 */
import type { ParamSpec, ParamValue } from "../engine/params.ts";

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

/**
 * Text as the type that a param has, or as it is where it does not read as that type.
 *
 * @example
 * ```ts
 * import { typedValue } from "./typed_value.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const rate = { type: "number", default: 1, description: "a rate" } as const;
 * assertEquals([typedValue(rate, ".5"), typedValue(rate, "fast")], [0.5, "fast"]);
 * ```
 */
export function typedValue({ type }: ParamSpec, text: string): ParamValue {
  if (type === "number" || type === "integer") return NUMBER.test(text) ? Number(text) : text;
  if (type === "boolean") return text === "true" ? true : text === "false" ? false : text;
  return text;
}
