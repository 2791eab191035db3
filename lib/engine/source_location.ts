/**
 * Where in our source an error came from.
 *
 * @module
 */
import { fromFileUrl, relativePath } from "./paths.ts";

/**
 * `file:line` of the topmost stack frame in a file of the project, relative to it; packages do not
 * count. `null` if there is none.
 */
export function sourceLocation(error: Error, root: string): string | null {
  for (
    const [, url, line] of (error.stack ?? "").matchAll(/\(?(file:\/\/[^\s)]+?):(\d+):\d+\)?/g)
  ) {
    const path = relativePath(root, fromFileUrl(url!));
    if (!path.startsWith("..") && !path.includes("node_modules/")) return `${path}:${line}`;
  }
  return null;
}
