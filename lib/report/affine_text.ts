/**
 * Formats the map from pixels to features as a formula.
 *
 * @module
 */
import type { Normalization } from "../data/artifacts.ts";
import { significant } from "./format.ts";

/**
 * The feature of a pixel q.
 *
 * @example
 * ```ts
 * import { affineText } from "./affine_text.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(affineText({ scale: 0.25, offset: 0 }), "q × 0.25");
 * assertEquals(affineText({ scale: 0.25, offset: -0.5 }), "q × 0.25 − 0.5");
 * ```
 */
export function affineText({ scale, offset }: Pick<Normalization, "scale" | "offset">): string {
  const shift = offset === 0 ? "" : ` ${offset < 0 ? "−" : "+"} ${significant(Math.abs(offset))}`;
  return `q × ${significant(scale)}${shift}`;
}
