/**
 * Ends its own process, as `kill -9` does, at a named step of the store's work.
 *
 * @module
 */
import type { FileSystem, NewFile } from "../../lib/store/file_system.ts";
import type { Store } from "../../lib/store/store.ts";

/** The steps between nothing and a record that is kept. */
export const STEPS = [
  "folder made",
  "temporary file made",
  "half written",
  "before sync",
  "before rename",
  "after rename",
  "before record",
  "after record",
] as const;

/** One of them. */
export type Step = typeof STEPS[number];

/** Ends the process when `step` is reached the `n`th time, counted from 1. */
export function killer(step: Step, n: number): (reached: Step) => void {
  let left = n;
  return (reached) => {
    if (reached === step && --left === 0) Deno.kill(Deno.pid, "SIGKILL");
  };
}

/** The file system, telling of each step; a write takes half of what is left. */
export function watchedFiles(files: FileSystem, at: (step: Step) => void): FileSystem {
  return {
    ...files,
    async makeFolder(path) {
      const made = await files.makeFolder(path);
      if (made) at("folder made");
      return made;
    },
    async create(path) {
      const file = await files.create(path);
      at("temporary file made");
      return watchedFile(file, at);
    },
    async rename(from, to) {
      at("before rename");
      await files.rename(from, to);
      at("after rename");
    },
  };
}

function watchedFile(file: NewFile, at: (step: Step) => void): NewFile {
  return {
    async write(bytes) {
      const written = await file.write(bytes.subarray(0, Math.ceil(bytes.byteLength / 2)));
      at("half written");
      return written;
    },
    sizeBytes: () => file.sizeBytes(),
    sync() {
      at("before sync");
      return file.sync();
    },
    [Symbol.dispose]: () => file[Symbol.dispose](),
  };
}

/** Has a store tell of its records. */
export function watchRecords(store: Store, at: (step: Step) => void): void {
  const put = store.putRecord.bind(store);
  store.putRecord = (record) => {
    at("before record");
    put(record);
    at("after record");
  };
}
