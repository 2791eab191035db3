/**
 * Walks a folder. Entries that cannot be read throw Deno's own error.
 *
 * @module
 */
import { basename, join, normalize } from "node:path";
import { pathOf } from "./file_type.ts";

/** Selects entries, and the folders to enter. */
export interface WalkOptions {
  /** Depth of the folders to enter. Default `Infinity`; 0 yields the root alone. */
  maxDepth?: number;
  /** Whether to yield files. Default true. */
  includeFiles?: boolean;
  /** Whether to yield folders, including the root. Default true. */
  includeDirs?: boolean;
  /** Whether to yield symlinks, if they are not followed. Default true. */
  includeSymlinks?: boolean;
  /** Whether to follow symlinks. Default false. */
  followSymlinks?: boolean;
  /** Whether a followed symlink's entry has the real path of its target. Default true. */
  canonicalize?: boolean;
  /** File extensions of the entries to yield, with or without their dot. Default: all. */
  exts?: string[];
  /** Patterns for the paths of the entries to yield. Default: all. */
  match?: RegExp[];
  /** Patterns for the paths of entries to skip; such folders are not entered. Default: none. */
  skip?: RegExp[];
}

/** A file, folder or symlink. */
export interface WalkEntry extends Deno.DirEntry {
  /** The normalised root, followed by the path from there. */
  path: string;
}

/**
 * Yields `root` and everything in it, each folder before its contents, in the system's order.
 *
 * Needs read permission.
 *
 * @throws {Deno.errors.NotFound} if the folder does not exist.
 *
 * @example
 * ```ts
 * import { walk } from "@std/fs";
 * import { assertEquals } from "@std/assert";
 *
 * const root = await Deno.makeTempDir();
 * await Deno.writeTextFile(`${root}/a.ts`, "");
 * await Deno.writeTextFile(`${root}/b.md`, "");
 * const found = await Array.fromAsync(walk(root, { exts: ["ts"], includeDirs: false }));
 * assertEquals(found.map((entry) => entry.name), ["a.ts"]);
 * await Deno.remove(root, { recursive: true });
 * ```
 */
export async function* walk(
  root: string | URL,
  options: WalkOptions = {},
): AsyncIterableIterator<WalkEntry> {
  const {
    maxDepth = Infinity,
    includeFiles = true,
    includeDirs = true,
    includeSymlinks = true,
    followSymlinks = false,
    canonicalize = true,
  } = options;
  if (maxDepth < 0) return;
  const path = pathOf(root);
  if (includeDirs && isWanted(path, options)) yield await entryOf(path);
  if (maxDepth < 1 || isSkipped(path, options)) return;
  for await (const entry of Deno.readDir(path)) {
    let found: WalkEntry = { ...entry, path: join(path, entry.name) };
    if (entry.isSymlink) {
      if (!followSymlinks) {
        if (includeSymlinks && isWanted(found.path, options)) yield found;
        continue;
      }
      const target = await Deno.realPath(found.path);
      const { isFile, isDirectory, isSymlink } = await Deno.lstat(target);
      found = {
        ...found,
        isFile,
        isDirectory,
        isSymlink,
        path: canonicalize ? target : found.path,
      };
    }
    if (found.isDirectory) yield* walk(found.path, { ...options, maxDepth: maxDepth - 1 });
    else if (includeFiles && isWanted(found.path, options)) yield found;
  }
}

async function entryOf(root: string): Promise<WalkEntry> {
  const path = normalize(root);
  const { isFile, isDirectory, isSymlink } = await Deno.stat(path);
  return { path, name: basename(path), isFile, isDirectory, isSymlink };
}

function isSkipped(path: string, { skip }: WalkOptions): boolean {
  return skip?.some((pattern) => pattern.test(path)) ?? false;
}

function isWanted(path: string, options: WalkOptions): boolean {
  const { exts, match } = options;
  if (exts && !exts.some((ext) => path.endsWith(ext.startsWith(".") ? ext : `.${ext}`))) {
    return false;
  }
  if (match && !match.some((pattern) => pattern.test(path))) return false;
  return !isSkipped(path, options);
}
