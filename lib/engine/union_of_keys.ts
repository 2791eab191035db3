/**
 * The names that two records have between them.
 *
 * @module
 */

/**
 * All keys of `a` and `b`, each once, in code-unit order.
 *
 * @example
 * ```ts
 * import { unionOfKeys } from "./union_of_keys.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(unionOfKeys({ b: 1, a: 2 }, { c: 3, a: 4 }), ["a", "b", "c"]);
 * ```
 */
export function unionOfKeys(a: object, b: object): string[] {
  return [...new Set([...Object.keys(a), ...Object.keys(b)])].sort();
}
