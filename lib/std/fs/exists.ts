/**
 * Whether a path exists. Follows symlinks; a dangling one does not exist.
 *
 * @module
 */

/** What else must hold for the answer to be yes. */
export interface ExistsOptions {
  /** It can be read by this user. Default false. */
  isReadable?: boolean;
  /** It is a folder. Default false. Not together with `isFile`. */
  isDirectory?: boolean;
  /** It is a file. Default false. Not together with `isDirectory`. */
  isFile?: boolean;
}

/**
 * Whether something is there. What is true now may be false a moment later, so do not ask before
 * opening a file: open it, and handle the error.
 *
 * Needs read permission, and sys permission for `isReadable`.
 *
 * @throws {TypeError} if both `isFile` and `isDirectory` are asked for.
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
    // Deno allows it, so the system does not: it is there, but cannot be read.
    const { state } = await Deno.permissions.query({ name: "read", path });
    if (state !== "granted") throw error;
    return !options?.isReadable;
  }
}

/** By the mode's bits for owner, group or others; a system without modes counts as readable. */
function isReadable({ mode, uid, gid }: Deno.FileInfo): boolean {
  if (mode === null) return true;
  if (Deno.uid() === uid) return (mode & 0o400) !== 0;
  if (Deno.gid() === gid) return (mode & 0o040) !== 0;
  return (mode & 0o004) !== 0;
}
