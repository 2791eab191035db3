/**
 * SHA-256 of files without reading them again: a file whose device, inode, size, mtime and ctime are as
 * remembered has the remembered digest.
 *
 * The memo is trusted only if the file had been left alone for a second when it was read. Change times
 * come in whole seconds, so a later change within the same second would leave no trace. `mtime` can be
 * put back by anyone, `ctime` cannot. A change through a shared memory map can leave both as they were:
 * the kernel sets them at the first write to a page and not at later ones until the page is on the disk.
 *
 * @module
 */
import { sha256Hex } from "../codec/digest.ts";
import { EnvironmentError } from "./errors.ts";
import type { FileMemo } from "../store/store.ts";
import { relativePath, resolvePath } from "./paths.ts";

/** One second, and what the file system's clock may lag behind ours. */
const SETTLED_MS = 1100;

/** Memos of files that were not asked for have piled up if they are this many more than the others. */
const SPARE_MEMOS = 1000;

/** A file's digest, looked up or read, once for all who ask. Remembers what it reads. */
export class FileDigests {
  readonly #root: string;
  readonly #memos: ReadonlyMap<string, FileMemo>;
  readonly #fresh = new Map<string, FileMemo>();
  readonly #digests = new Map<string, Promise<string | null>>();

  /**
   * `memos` by path; paths are relative to `root` and contain no link of this machine's folders.
   * Without any every file is read.
   */
  constructor(root: string, memos: ReadonlyMap<string, FileMemo>) {
    this.#root = root;
    this.#memos = memos;
  }

  /**
   * The digest of the file at an absolute path when it was first asked for; `null` if nothing is there.
   *
   * @throws {EnvironmentError} if something else than a file is, or it cannot be read.
   */
  digest(path: string): Promise<string | null> {
    const known = this.#digests.get(path);
    if (known !== undefined) return known;
    const digest = this.#digestNow(path);
    this.#digests.set(path, digest);
    return digest;
  }

  async #digestNow(path: string): Promise<string | null> {
    const info = statFile(path);
    if (info === null) return null;
    const memo = this.#memos.get(relativePath(this.#root, path));
    if (memo !== undefined && isUnchanged(memo, info)) return memo.sha256;
    const readAtMs = Date.now();
    return this.learn(path, readAtMs, info, await sha256Hex(await Deno.readFile(path)));
  }

  /** Remembers a digest that somebody found by reading the file, which began at `readAtMs`. */
  learn(path: string, readAtMs: number, info: Deno.FileInfo, digest: string): string {
    const name = relativePath(this.#root, path);
    this.#fresh.set(name, { path: name, ...identity(info), sha256: digest, readAtMs });
    return digest;
  }

  /** Paths of memos that nobody asked for, if they have piled up; else none. */
  surplus(): readonly string[] {
    const used = new Set([...this.#digests.keys()].map((path) => relativePath(this.#root, path)));
    const unused = [...this.#memos.keys()].filter((path) => !used.has(path));
    return unused.length > used.size + SPARE_MEMOS ? unused : [];
  }

  /** What was read and will be trusted next time. */
  learned(): FileMemo[] {
    return [...this.#fresh.values()].filter(isSettled);
  }
}

/**
 * Whether a memo tells the truth of its file: `false` if it would be trusted although the file's bytes
 * are others. A file that is gone, was seen to change, or may not be read is none that is trusted.
 */
export async function isTrueMemo(root: string, memo: FileMemo): Promise<boolean> {
  const path = resolvePath(root, memo.path);
  try {
    const info = statFile(path);
    if (info === null || !isUnchanged(memo, info)) return true;
    return await sha256Hex(await Deno.readFile(path)) === memo.sha256;
  } catch (error) {
    if (error instanceof EnvironmentError || error instanceof Deno.errors.NotCapable) return true;
    throw error;
  }
}

/** What tells a file from another and from its former self. */
function identity(info: Deno.FileInfo): Omit<FileMemo, "path" | "sha256" | "readAtMs"> {
  return {
    dev: info.dev,
    ino: info.ino ?? 0,
    sizeBytes: info.size,
    mtimeMs: info.mtime?.getTime() ?? 0,
    ctimeMs: info.ctime?.getTime() ?? 0,
  };
}

function isUnchanged(memo: FileMemo, info: Deno.FileInfo): boolean {
  const now = identity(info);
  return isSettled(memo) && memo.dev === now.dev && memo.ino === now.ino &&
    memo.sizeBytes === now.sizeBytes && memo.mtimeMs === now.mtimeMs &&
    memo.ctimeMs === now.ctimeMs;
}

function isSettled(memo: FileMemo): boolean {
  return memo.readAtMs - memo.ctimeMs >= SETTLED_MS;
}

/** @throws {EnvironmentError} on what is no file: a pipe could be read for ever. */
function statFile(path: string): Deno.FileInfo | null {
  try {
    const info = Deno.statSync(path);
    if (info.isFile) return info;
    const found = info.isDirectory ? "a folder" : "a pipe or device";
    throw new EnvironmentError(`Cannot read "${path}": it is ${found}, expected a file`);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound || error instanceof Deno.errors.NotADirectory) {
      return null;
    }
    throw error;
  }
}
