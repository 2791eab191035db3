/**
 * One process at a time for a key. Locks belong to the kernel (`flock`): a process that dies leaves
 * none behind, so nobody ever has to remove one by hand.
 *
 * @module
 */
import type { CacheKey } from "../codec/digest.ts";
import { refuseLink } from "./durable.ts";
import { IntegrityError } from "./errors.ts";
import { type FileLocks, NoLocksError } from "./file_locks.ts";
import { createMissing, localFileSystem } from "./local_file_system.ts";
import { systemFailure } from "./system_error.ts";

/**
 * Runs `work` while holding the key's lock. Keys share 256 lock files, so that these do not pile up;
 * two keys on one file only wait for each other without need.
 */
export async function withLock<T>(
  folder: string,
  locks: FileLocks,
  key: CacheKey,
  onWait: () => void,
  work: () => Promise<T>,
): Promise<T> {
  using _ = await openLocked(folder, key.slice(0, 2), (file) => locks.lock(file, true, onWait));
  return await work();
}

/**
 * Opens a file below `locks`, making both, and locks it. A file that was removed meanwhile is made
 * anew: a lock on it would keep nobody out.
 *
 * @param lock Locks the file that it is given.
 * @throws {IntegrityError} if the folder or the file is a link.
 * @throws {EnvironmentError} if they cannot be made, opened or locked.
 */
export async function openLocked(
  folder: string,
  name: string,
  lock: (file: Deno.FsFile) => Promise<void>,
): Promise<Deno.FsFile> {
  const path = `${folder}/locks/${name}`;
  try {
    for (;;) {
      const file = await openLockFile(`${folder}/locks`, path);
      try {
        await lock(file);
        if (await isAt(file, path)) return file;
      } catch (error) {
        file.close();
        throw error;
      }
      file.close();
    }
  } catch (error) {
    if (error instanceof IntegrityError || error instanceof NoLocksError) throw error;
    throw systemFailure(`Cannot open "${path}" to lock it`, error);
  }
}

async function openLockFile(folder: string, path: string): Promise<Deno.FsFile> {
  for (const each of [folder, path]) refuseLink(localFileSystem, each);
  await Deno.mkdir(folder, { recursive: true });
  createMissing(path);
  return await Deno.open(path, { read: true, write: true });
}

/** Whether an open file is the one that stands at `path`; systems without inodes keep open files. */
async function isAt(file: Deno.FsFile, path: string): Promise<boolean> {
  const [{ ino }, found] = await Promise.all([file.stat(), Deno.lstat(path).catch(() => null)]);
  return found !== null && found.ino === ino;
}
