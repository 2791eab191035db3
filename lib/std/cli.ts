/**
 * The door to `@std/cli`: its `parseArgs` as mirrored on npm, with a signature, which the mirror
 * leaves out. Pointing the import map at `jsr:@std/cli@1` replaces this file.
 *
 * @module
 */

// @ts-types="./cli_types.d.ts"
export { parseArgs } from "deno-std/parse_args";
export type { Args, ParseOptions } from "./cli_types.d.ts";
