/**
 * What std's messages call a file, and paths as strings. Private to `@std/fs`.
 *
 * @module
 */
import { fileURLToPath } from "node:url";

/** The word for a kind of file, or undefined for a device, socket or pipe. */
export function fileType(info: Deno.FileInfo): "file" | "dir" | "symlink" | undefined {
  if (info.isFile) return "file";
  if (info.isDirectory) return "dir";
  return info.isSymlink ? "symlink" : undefined;
}

/** A path or a `file:` URL as a path. */
export function pathOf(path: string | URL): string {
  return path instanceof URL ? fileURLToPath(path) : path;
}
