/**
 * The door to `@std/assert`: the std code as mirrored on npm, with std's signatures, which the
 * mirror leaves out. Adds nothing of its own, so that pointing the import map at
 * `jsr:@std/assert@1` replaces this file.
 *
 * @module
 */

// @ts-types="./assert_types.d.ts"
export * from "deno-std/assert";
