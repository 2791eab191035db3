/**
 * One process at a time for a key. Locks belong to the kernel (`flock`): a process that dies leaves
 * none behind, so nobody ever has to remove one by hand.
 *
 * @module
 */
import type { CacheKey } from "../codec/digest.ts";
import { refuseLink } from "./durable.ts";
import { EnvironmentError, IntegrityError } from "./errors.ts";
import { localFileSystem } from "./local_file_system.ts";

/**
 * Runs `work` while holding the key's lock. Keys share 256 lock files, so that these do not pile up;
 * two keys on one file only wait for each other without need.
 */
export async function withLock<T>(
  folder: string,
  key: CacheKey,
  onWait: () => void,
  work: () => Promise<T>,
): Promise<T> {
  using file = await openLockFile(folder, key.slice(0, 2));
  if (!await file.tryLock(true)) {
    onWait();
    await file.lock(true);
  }
  return await work();
}

/**
 * Opens a file below `locks` to lock it, making both.
 *
 * @throws {IntegrityError} if one of them is a link.
 * @throws {EnvironmentError} if they cannot be made or opened.
 */
export async function openLockFile(folder: string, name: string): Promise<Deno.FsFile> {
  const path = `${folder}/locks/${name}`;
  try {
    for (const each of [`${folder}/locks`, path]) refuseLink(localFileSystem, each);
    await Deno.mkdir(`${folder}/locks`, { recursive: true });
    return await Deno.open(path, { read: true, write: true, create: true });
  } catch (error) {
    if (error instanceof IntegrityError) throw error;
    const found = error instanceof Error ? error.message : String(error);
    throw new EnvironmentError(
      `Cannot open "${path}" to lock it: ${found}; allow writing there, then run again`,
      { cause: error },
    );
  }
}
