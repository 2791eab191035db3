/**
 * Names of file types in std's messages, and conversion of URLs to paths. Private to `@std/fs`.
 *
 * @module
 */
import { fileURLToPath } from "node:url";

/** The name of a file's type; undefined for a device, socket or pipe. */
export function fileType(info: Deno.FileInfo): "file" | "dir" | "symlink" | undefined {
  if (info.isFile) return "file";
  if (info.isDirectory) return "dir";
  return info.isSymlink ? "symlink" : undefined;
}

/** Converts a path or a `file:` URL to a path. */
export function pathOf(path: string | URL): string {
  return path instanceof URL ? fileURLToPath(path) : path;
}
