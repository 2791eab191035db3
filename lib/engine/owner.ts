/**
 * Which pipeline on a store a run is of: the pipeline's file, as it is seen from the store, so that a
 * project that is copied with its artifacts stays the owner of its runs.
 *
 * @module
 */
import { fromFileUrl, relativePath, resolvePath } from "./paths.ts";

/**
 * Absolute path of the file that stands for a pipeline: its module, else the program's main module,
 * else, where that is no file, the project folder.
 *
 * @param module `file:` URL.
 * @param root Absolute path of the project folder.
 *
 * @example
 * ```ts
 * import { pipelineFile } from "./owner.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(pipelineFile("file:///words/pipeline.ts", "/words"), "/words/pipeline.ts");
 * ```
 */
export function pipelineFile(module: string | undefined, root: string): string {
  if (module !== undefined) return fromFileUrl(module);
  const { mainModule } = Deno;
  const main = mainModule.startsWith("file:") ? fromFileUrl(mainModule) : null;
  // Code from standard input or of `deno eval` has a path at which nothing is.
  return main === null || isGone(main) ? root : main;
}

/** What a pipeline is called in a store's rows: its file, relative to the store's folder. */
export function ownerIn(folder: string | null, file: string): string {
  return folder === null ? file : relativePath(realPath(folder), realPath(file));
}

/** Absolute path of the file of an owner. */
export function fileOfOwner(folder: string | null, owner: string): string {
  return folder === null ? owner : resolvePath(realPath(folder), owner);
}

/** Whether nothing is at an absolute path; what may not be looked at counts as there. */
export function isGone(path: string): boolean {
  try {
    Deno.statSync(path);
    return false;
  } catch (error) {
    return error instanceof Deno.errors.NotFound || error instanceof Deno.errors.NotADirectory;
  }
}

/** Without links, as far as it may be known: a store may be reached by several ways. */
function realPath(path: string): string {
  try {
    return Deno.realPathSync(path).replaceAll("\\", "/");
  } catch {
    return path;
  }
}
