/**
 * The door to `@std/fs`, which has no mirror on npm: the functions that the project uses, with
 * std's names, signatures and semantics, on Deno's own calls. Pointing the import map at
 * `jsr:@std/fs@1` replaces this file. Has no synchronous twins and no function that std lacks.
 *
 * @module
 */
export { copy, type CopyOptions } from "./fs/copy.ts";
export { emptyDir } from "./fs/empty_dir.ts";
export { ensureDir } from "./fs/ensure_dir.ts";
export { exists, type ExistsOptions } from "./fs/exists.ts";
export { walk, type WalkEntry, type WalkOptions } from "./fs/walk.ts";
