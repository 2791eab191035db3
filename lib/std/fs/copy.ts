/**
 * Copies a file, a symlink or a folder with its contents. It refuses to copy a folder into itself, and to
 * overwrite existing files unless `overwrite` is set.
 *
 * @module
 */
import { join, relative, resolve, sep } from "node:path";
import { ensureDir } from "./ensure_dir.ts";
import { pathOf } from "./file_type.ts";

/** How to copy. */
export interface CopyOptions {
  /** Whether to overwrite existing files. Default false. */
  overwrite?: boolean;
  /** Whether copies get the times of the originals. Default false: the system sets them. */
  preserveTimestamps?: boolean;
}

/**
 * Copies `src` to `dest`, like `cp -r`. The contents of a folder are copied into the folder `dest`.
 *
 * Needs read and write permission.
 *
 * @throws {Deno.errors.AlreadyExists} if a target exists and `overwrite` is not set.
 * @throws {Error} if both are the same path, if `dest` is inside `src`, or if a folder would replace a
 * file.
 *
 * @example
 * ```ts
 * import { copy } from "@std/fs";
 * import { assertEquals } from "@std/assert";
 *
 * const root = await Deno.makeTempDir();
 * await Deno.mkdir(`${root}/a`);
 * await Deno.writeTextFile(`${root}/a/x.txt`, "x");
 * await copy(`${root}/a`, `${root}/b`);
 * assertEquals(await Deno.readTextFile(`${root}/b/x.txt`), "x");
 * await Deno.remove(root, { recursive: true });
 * ```
 */
export async function copy(
  src: string | URL,
  dest: string | URL,
  options: CopyOptions = {},
): Promise<void> {
  const from = resolve(pathOf(src));
  const to = resolve(pathOf(dest));
  if (from === to) throw new Error("Source and destination cannot be the same");
  const info = await Deno.lstat(from);
  if (info.isDirectory && isInside(from, to)) {
    throw new Error(`Cannot copy '${from}' to a subdirectory of itself: '${to}'`);
  }
  await copyAny(info, from, to, options);
}

type Kind = Pick<Deno.DirEntry, "isFile" | "isDirectory" | "isSymlink">;

async function copyAny(kind: Kind, from: string, to: string, options: CopyOptions): Promise<void> {
  if (kind.isSymlink) await copySymlink(from, to, options);
  else if (kind.isDirectory) await copyDir(from, to, options);
  else if (kind.isFile) await copyFile(from, to, options);
}

async function copyFile(from: string, to: string, options: CopyOptions): Promise<void> {
  await checkTarget(from, to, options, false);
  await Deno.copyFile(from, to);
  if (options.preserveTimestamps) await copyTimes(await Deno.stat(from), to);
}

async function copySymlink(from: string, to: string, options: CopyOptions): Promise<void> {
  await checkTarget(from, to, options, false);
  const target = await Deno.readLink(from);
  await Deno.symlink(target, to, { type: await isDirectory(from) ? "dir" : "file" });
}

async function copyDir(from: string, to: string, options: CopyOptions): Promise<void> {
  await checkTarget(from, to, options, true);
  await ensureDir(to);
  if (options.preserveTimestamps) await copyTimes(await Deno.stat(from), to);
  for await (const entry of Deno.readDir(from)) {
    await copyAny(entry, join(from, entry.name), join(to, entry.name), options);
  }
}

async function checkTarget(
  from: string,
  to: string,
  options: CopyOptions,
  isFolder: boolean,
): Promise<void> {
  let target: Deno.FileInfo;
  try {
    target = await Deno.lstat(to);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return;
    throw error;
  }
  if (isFolder && !target.isDirectory) {
    throw new Error(`Cannot overwrite non-directory '${to}' with directory '${from}'`);
  }
  if (!options.overwrite) {
    throw new Deno.errors.AlreadyExists(`Failed to copy as '${to}' already exists`);
  }
}

async function copyTimes({ atime, mtime }: Deno.FileInfo, to: string): Promise<void> {
  if (atime === null || mtime === null) throw new Error(`Cannot tell the times for '${to}'`);
  await Deno.utime(to, atime, mtime);
}

async function isDirectory(path: string): Promise<boolean> {
  try {
    return (await Deno.stat(path)).isDirectory;
  } catch {
    return false;
  }
}

function isInside(folder: string, path: string): boolean {
  const route = relative(folder, path);
  return route !== "" && route !== ".." && !route.startsWith(`..${sep}`) &&
    resolve(route) !== route;
}
