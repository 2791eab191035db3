/**
 * Paths as keys, messages and bundles know them: relative to the project, with `/`.
 *
 * @module
 */
export { type Followed, followLinks } from "../store/links.ts";

/** The file system path of a `file:` URL, with `/` on every platform. */
export function fromFileUrl(url: string | URL): string {
  const path = decodeURIComponent(new URL(url).pathname);
  return /^\/[A-Za-z]:\//.test(path) ? path.slice(1) : path;
}

/** The `file:` URL of an absolute path. */
export function toFileUrl(path: string): string {
  const rooted = path.startsWith("/") ? path : `/${path}`;
  return `file://${encodeURI(rooted).replaceAll("#", "%23").replaceAll("?", "%3F")}`;
}

/** A path of this system with `/`. Elsewhere than on Windows a backslash is part of a name. */
export function withSlashes(path: string): string {
  return Deno.build.os === "windows" ? path.replaceAll("\\", "/") : path;
}

/** `path` as an absolute path, read from `base` if it is relative; `.` and `..` resolved. */
export function resolvePath(base: string, path: string): string {
  const slashed = withSlashes(path);
  const isAbsolute = slashed.startsWith("/") || /^[A-Za-z]:\//.test(slashed);
  const joined = isAbsolute ? slashed : `${base}/${slashed}`;
  // Most paths have no such segment, and a run of hits resolves hundreds.
  return /(^|\/)\.\.?(\/|$)/.test(joined) ? fromFileUrl(toFileUrl(joined)) : joined;
}

/** The folder that the absolute `path` lies in. */
export function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf("/")) || "/";
}

/**
 * Absolute `path` relative to the absolute folder `root`, with `..` where it lies outside; as it is
 * where it lies on another drive.
 */
export function relativePath(root: string, path: string): string {
  const from = root.split("/");
  const to = path.split("/");
  let shared = 0;
  while (shared < from.length && from[shared] === to[shared]) shared += 1;
  if (shared === 0) return path;
  return [...from.slice(shared).fill(".."), ...to.slice(shared)].join("/");
}
