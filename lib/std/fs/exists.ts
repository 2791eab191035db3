/**
 * Tests whether a path exists. It follows symlinks; a dangling symlink does not exist.
 *
 * @module
 */

/** Further conditions on the path. */
export interface ExistsOptions {
  /** The current user can read it. Default false. */
  isReadable?: boolean;
  /** It is a folder. Default false. Excludes `isFile`. */
  isDirectory?: boolean;
  /** It is a file. Default false. Excludes `isDirectory`. */
  isFile?: boolean;
}

/**
 * Returns whether a path exists. The answer may be outdated a moment later, so do not ask before opening
 * a file: open it, and handle the error.
 *
 * Needs read permission, and sys permission for `isReadable`.
 *
 * @throws {TypeError} if both `isFile` and `isDirectory` are set.
 *
 * @example
 * ```ts
 * import { exists } from "@std/fs";
 * import { assert } from "@std/assert";
 *
 * assert(await exists(".", { isDirectory: true }));
 * assert(!(await exists("no/such/file")));
 * ```
 */
export async function exists(path: string | URL, options?: ExistsOptions): Promise<boolean> {
  if (options?.isDirectory && options.isFile) {
    throw new TypeError(
      "ExistsOptions.options.isDirectory and ExistsOptions.options.isFile must not be true together",
    );
  }
  try {
    const info = await Deno.stat(path);
    if (options?.isDirectory && !info.isDirectory) return false;
    if (options?.isFile && !info.isFile) return false;
    return !options?.isReadable || isReadable(info);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    if (!(error instanceof Deno.errors.PermissionDenied)) throw error;
    // If Deno permits the access, the system denied it: the path exists but cannot be read.
    const { state } = await Deno.permissions.query({ name: "read", path });
    if (state !== "granted") throw error;
    return !options?.isReadable;
  }
}

/** Tests the mode's bits for owner, group or others. Without file modes, everything counts as readable. */
function isReadable({ mode, uid, gid }: Deno.FileInfo): boolean {
  if (mode === null) return true;
  if (Deno.uid() === uid) return (mode & 0o400) !== 0;
  if (Deno.gid() === gid) return (mode & 0o040) !== 0;
  return (mode & 0o004) !== 0;
}
