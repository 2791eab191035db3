/**
 * Walks a folder. Refuses nothing: what cannot be read throws Deno's own error.
 *
 * @module
 */
import { basename, join, normalize } from "node:path";
import { pathOf } from "./file_type.ts";

/** What to give and where to go. */
export interface WalkOptions {
  /** How many folders to go down. Default `Infinity`; 0 gives the root alone. */
  maxDepth?: number;
  /** Give files. Default true. */
  includeFiles?: boolean;
  /** Give folders, the root among them. Default true. */
  includeDirs?: boolean;
  /** Give symlinks, where they are not followed. Default true. */
  includeSymlinks?: boolean;
  /** Go where symlinks point. Default false. */
  followSymlinks?: boolean;
  /** Give the real path of a followed symlink's target. Default true. */
  canonicalize?: boolean;
  /** Give only what ends in one of these, with or without their dot. Default: all. */
  exts?: string[];
  /** Give only what matches one of these. Default: all. */
  match?: RegExp[];
  /** Neither give nor enter what matches one of these. Default: none. */
  skip?: RegExp[];
}

/** A file, folder or symlink on the way. */
export interface WalkEntry extends Deno.DirEntry {
  /** The root as given, normalised, followed by the way from there. */
  path: string;
}

/**
 * Gives `root` and all that is in it, each folder before its contents, in the system's order.
 *
 * Needs read permission.
 *
 * @throws {Deno.errors.NotFound} if there is no such folder.
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

async function entryOf(given: string): Promise<WalkEntry> {
  const path = normalize(given);
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
