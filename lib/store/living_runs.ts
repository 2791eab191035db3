/**
 * Which runs are alive. A run holds a lock on a file of its own, in which it says what it is busy with:
 * when its process dies, by whatever cause, the kernel lets the lock go and the text stays.
 *
 * @module
 */
import { type FileLocks, NoLocksError } from "./file_locks.ts";
import { openLocked } from "./locks.ts";
import type { LivingRun } from "./store.ts";
import { systemFailure } from "./system_error.ts";

/** Marks run `id` as alive, until the result is disposed of or this process ends. */
export async function beginRun(folder: string, locks: FileLocks, id: string): Promise<LivingRun> {
  const file = await openLocked(folder, fileOf(id), (file) => locks.lock(file, true));
  return {
    busyWith: (stages) => {
      file.truncateSync(0);
      file.seekSync(0, Deno.SeekMode.Start);
      file.writeSync(new TextEncoder().encode(stages.join("\n")));
    },
    [Symbol.dispose]: () => {
      file.close();
      removeSoft(pathOf(folder, id));
    },
  };
}

/** What a run was busy with when its process ended; `null` if it is alive. Removes its file. */
export async function endedRun(
  folder: string,
  locks: FileLocks,
  id: string,
): Promise<readonly string[] | null> {
  const busy = await peekRun(folder, locks, id);
  if (busy !== null) removeSoft(pathOf(folder, id));
  return busy;
}

/**
 * The same, and leaves the file: for a store that can only be read. Without locks nobody can tell who
 * is alive, so every run counts as alive.
 */
export async function peekRun(
  folder: string,
  locks: FileLocks,
  id: string,
): Promise<readonly string[] | null> {
  try {
    using file = await Deno.open(pathOf(folder, id));
    if (!await locks.tryLock(file, false)) return null;
    const text = await Deno.readTextFile(pathOf(folder, id));
    return text.split("\n").filter((stage) => stage !== "");
  } catch (error) {
    // It ended without a crash, or another process has asked before.
    if (error instanceof Deno.errors.NotFound) return [];
    if (error instanceof NoLocksError) return null;
    throw systemFailure(`Cannot read "${pathOf(folder, id)}"`, error);
  }
}

/** Removes a file, which only tells the next run what this one was busy with. */
function removeSoft(path: string): void {
  try {
    Deno.removeSync(path);
  } catch {
    // It was removed with the store, or the store can only be read by now.
  }
}

function fileOf(id: string): string {
  return `run-${id}`;
}

function pathOf(folder: string, id: string): string {
  return `${folder}/locks/${fileOf(id)}`;
}
