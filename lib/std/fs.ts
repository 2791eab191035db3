/**
 * Implements the functions of `@std/fs` that the project uses, because it has no mirror on npm: with
 * std's names, signatures and semantics, on Deno's API. Mapping `@std/fs` to `jsr:@std/fs@1` in the import
 * map replaces this file. It has no synchronous functions, and none that std lacks.
 *
 * @module
 */
export { copy, type CopyOptions } from "./fs/copy.ts";
export { emptyDir } from "./fs/empty_dir.ts";
export { ensureDir } from "./fs/ensure_dir.ts";
export { exists, type ExistsOptions } from "./fs/exists.ts";
export { walk, type WalkEntry, type WalkOptions } from "./fs/walk.ts";
