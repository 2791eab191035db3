/**
 * Re-exports `parseArgs` of `@std/cli` from its mirror on npm, with types, which the mirror lacks. Mapping
 * `@std/cli` to `jsr:@std/cli@1` in the import map replaces this file.
 *
 * @module
 */

// @ts-types="./cli_types.d.ts"
export { parseArgs } from "deno-std/parse_args";
export type { Args, ParseOptions } from "./cli_types.d.ts";
