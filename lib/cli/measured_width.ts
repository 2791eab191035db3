/**
 * Widths of any text. A module of its own: Deno looks into packages that are imported by name in what
 * it loads, which takes 3 ms even where the import never happens.
 *
 * @module
 */
export { default as measuredWidth } from "string-width";
