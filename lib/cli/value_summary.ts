/**
 * What a value is, with a short preview instead of its megabytes.
 *
 * @module
 */
import type { Tensor, Value } from "../codec/value.ts";
import { isFields, isList, isTensor } from "./value_part.ts";

/** A value in short. */
export type Summary =
  | { readonly type: "null" }
  | { readonly type: "boolean"; readonly value: boolean }
  | { readonly type: "number"; readonly value: number }
  | { readonly type: "text"; readonly length: number; readonly preview: string }
  /** `preview` is hexadecimal. */
  | { readonly type: "bytes"; readonly sizeBytes: number; readonly preview: string }
  /**
   * `min` and `max` are over the finite elements, `null` if there is none; `preview` has the first
   * elements, NaN and infinities as `null`.
   */
  | {
    readonly type: "tensor";
    readonly dtype: Tensor["dtype"];
    readonly shape: readonly number[];
    readonly min: number | null;
    readonly max: number | null;
    readonly preview: readonly (number | null)[];
  }
  | { readonly type: "list"; readonly length: number; readonly preview: readonly Summary[] }
  | {
    readonly type: "map";
    readonly length: number;
    readonly preview: { readonly [name: string]: Summary };
  };

/** How much a preview holds. */
const PREVIEW = { characters: 60, bytes: 16, elements: 10, items: 3, fields: 32 } as const;

/**
 * `value` in short.
 *
 * @example
 * ```ts
 * import { summarise } from "./value_summary.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(summarise([1, true]), {
 *   type: "list",
 *   length: 2,
 *   preview: [{ type: "number", value: 1 }, { type: "boolean", value: true }],
 * });
 * ```
 */
export function summarise(value: Value): Summary {
  if (value === null) return { type: "null" };
  if (typeof value === "boolean") return { type: "boolean", value };
  if (typeof value === "number") return { type: "number", value };
  if (typeof value === "string") {
    const preview = [...value.slice(0, 2 * PREVIEW.characters)].slice(0, PREVIEW.characters).join(
      "",
    );
    return { type: "text", length: value.length, preview };
  }
  if (value instanceof Uint8Array) {
    const preview = value.subarray(0, PREVIEW.bytes).toHex();
    return { type: "bytes", sizeBytes: value.length, preview };
  }
  if (isTensor(value)) return tensorSummary(value);
  if (isList(value)) {
    const preview = value.slice(0, PREVIEW.items).map(summarise);
    return { type: "list", length: value.length, preview };
  }
  if (!isFields(value)) throw new TypeError("Cannot summarise a value of an unknown kind");
  const fields = Object.entries(value);
  const preview = fields.slice(0, PREVIEW.fields).map(([k, part]) => [k, summarise(part)] as const);
  return { type: "map", length: fields.length, preview: Object.fromEntries(preview) };
}

function tensorSummary({ dtype, shape, data }: Tensor): Summary {
  let min = Infinity;
  let max = -Infinity;
  for (let i = 0; i < data.length; i++) {
    const element = data[i]!;
    if (element < min && element > -Infinity) min = element;
    if (element > max && element < Infinity) max = element;
  }
  const preview = Array.from(data.subarray(0, PREVIEW.elements), finite);
  return { type: "tensor", dtype, shape, min: finite(min), max: finite(max), preview };
}

function finite(element: number): number | null {
  return Number.isFinite(element) ? element : null;
}
