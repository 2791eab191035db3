/**
 * Which memos nobody can use any more: of files that are gone, and of code that was bundled from such.
 * A memo only saves work, so one that is forgotten too early costs a file's reading or a bundling.
 *
 * @module
 */
import type { StaleMemos } from "../store/store.ts";
import { rememberedSources } from "./code/code_digests.ts";
import { resolvePath } from "./paths.ts";

/**
 * The stale ones of these memos. A file that may not be looked at is as useless as one that is gone.
 *
 * @param root Absolute path of the project folder, which paths are relative to.
 */
export function staleMemos(
  files: Iterable<string>,
  code: ReadonlyMap<string, unknown>,
  root: string,
): StaleMemos {
  const known = new Map<string, boolean>();
  const isThere = (path: string): boolean => {
    const found = known.get(path) ?? isFile(resolvePath(root, path));
    known.set(path, found);
    return found;
  };
  const isStale = (memo: unknown): boolean => {
    const states = rememberedSources(memo);
    return states.length > 0 && !states.some((paths) => paths.every(isThere));
  };
  return {
    files: [...files].filter((path) => !isThere(path)),
    code: [...code].filter(([, memo]) => isStale(memo)).map(([name]) => name),
  };
}

function isFile(path: string): boolean {
  try {
    return Deno.statSync(path).isFile;
  } catch {
    return false;
  }
}
