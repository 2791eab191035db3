/**
 * Re-exports `@std/assert` from its mirror on npm, with std's types, which the mirror lacks. It adds
 * nothing, so that mapping `@std/assert` to `jsr:@std/assert@1` in the import map replaces this file.
 *
 * @module
 */

// @ts-types="./assert_types.d.ts"
export * from "deno-std/assert";
