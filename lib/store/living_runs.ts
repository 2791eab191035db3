/**
 * Which runs are alive. A run holds a lock on a file of its own, in which it says what it is busy with:
 * when its process dies, by whatever cause, the kernel lets the lock go and the text stays.
 *
 * @module
 */
import { openLockFile } from "./locks.ts";
import type { LivingRun } from "./store.ts";

/** Marks run `id` as alive, until the result is disposed of or this process ends. */
export async function beginRun(folder: string, id: string): Promise<LivingRun> {
  const file = await openLockFile(folder, fileOf(id));
  await file.lock(true);
  return {
    busyWith: (stages) => {
      file.truncateSync(0);
      file.seekSync(0, Deno.SeekMode.Start);
      file.writeSync(new TextEncoder().encode(stages.join("\n")));
    },
    [Symbol.dispose]: () => {
      file.close();
      Deno.removeSync(pathOf(folder, id));
    },
  };
}

/** What a run was busy with when its process ended; `null` if it is alive. Removes its file. */
export async function endedRun(folder: string, id: string): Promise<readonly string[] | null> {
  const busy = await peekRun(folder, id);
  if (busy === null) return null;
  await Deno.remove(pathOf(folder, id)).catch((error: unknown) => {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  });
  return busy;
}

/** The same, and leaves the file: for a store that can only be read. */
export async function peekRun(folder: string, id: string): Promise<readonly string[] | null> {
  try {
    using file = await Deno.open(pathOf(folder, id));
    if (!await file.tryLock(false)) return null;
    const text = await Deno.readTextFile(pathOf(folder, id));
    return text.split("\n").filter((stage) => stage !== "");
  } catch (error) {
    // It ended without a crash, or another process has asked before.
    if (error instanceof Deno.errors.NotFound) return [];
    throw error;
  }
}

function fileOf(id: string): string {
  return `run-${id}`;
}

function pathOf(folder: string, id: string): string {
  return `${folder}/locks/${fileOf(id)}`;
}
