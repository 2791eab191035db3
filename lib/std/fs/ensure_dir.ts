/**
 * Makes sure that a folder exists. It never replaces a file.
 *
 * @module
 */
import { fileType } from "./file_type.ts";

/**
 * Makes the folder and its parents, unless it exists.
 *
 * Needs read and write permission.
 *
 * @throws {Error} if the path exists and is not a folder.
 *
 * @example
 * ```ts
 * import { ensureDir } from "@std/fs";
 * import { assert } from "@std/assert";
 *
 * const root = await Deno.makeTempDir();
 * await ensureDir(`${root}/a/b`);
 * await ensureDir(`${root}/a/b`);
 * assert((await Deno.stat(`${root}/a/b`)).isDirectory);
 * await Deno.remove(root, { recursive: true });
 * ```
 */
export async function ensureDir(dir: string | URL): Promise<void> {
  if (await isDir(dir)) return;
  try {
    await Deno.mkdir(dir, { recursive: true });
  } catch (error) {
    // Another process may have made the folder in the meantime.
    if (!(error instanceof Deno.errors.AlreadyExists) || !(await isDir(dir))) throw error;
  }
}

async function isDir(dir: string | URL): Promise<boolean> {
  try {
    const info = await Deno.stat(dir);
    if (info.isDirectory) return true;
    throw new Error(
      `Failed to ensure directory exists: expected 'dir', got '${fileType(info)}'`,
    );
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}
