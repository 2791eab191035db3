/**
 * One process at a time for a key. Locks belong to the kernel (`flock`): a process that dies leaves
 * none behind, so nobody ever has to remove one by hand.
 *
 * @module
 */
import type { CacheKey } from "../codec/digest.ts";

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
  await Deno.mkdir(`${folder}/locks`, { recursive: true });
  using file = await Deno.open(`${folder}/locks/${key.slice(0, 2)}`, { write: true, create: true });
  if (!await file.tryLock(true)) {
    onWait();
    await file.lock(true);
  }
  return await work();
}
