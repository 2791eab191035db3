/**
 * Where in our source an error came from.
 *
 * @module
 */
import { fromFileUrl, relativePath } from "./paths.ts";

/** A frame with a file: its path or URL, and the line. */
const FRAME = /^\s+at (?:.*? \()?((?:file:\/\/\/|\/|[A-Za-z]:[\\/]).*?):(\d+):\d+\)?$/gm;

/**
 * `file:line` of the topmost stack frame in a file of the project, relative to it; packages do not
 * count. `null` if there is none.
 */
export function sourceLocation(error: Error, root: string): string | null {
  for (const [, file = "", line] of (error.stack ?? "").matchAll(FRAME)) {
    const absolute = file.startsWith("file:") ? fromFileUrl(file) : file.replaceAll("\\", "/");
    const path = relativePath(root, absolute);
    if (!path.startsWith("..") && !path.includes("node_modules/")) return `${path}:${line}`;
  }
  return null;
}
