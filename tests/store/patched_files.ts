/**
 * Calls on open files that are watched, or fail as they do on odd file systems.
 *
 * @module
 */

/** What `Deno.FsFile` can be patched in. */
type Calls = Partial<Pick<Deno.FsFile, "lock" | "tryLock" | "sync" | "write">>;

/** Replaces calls of all open files until the result is disposed of; `this` is the file. */
export function patchFiles(calls: Calls & ThisType<Deno.FsFile>): Disposable {
  const before = { ...originals() };
  Object.assign(Deno.FsFile.prototype, calls);
  return { [Symbol.dispose]: () => void Object.assign(Deno.FsFile.prototype, before) };
}

/** The calls as they are now. */
export function originals(): Required<Calls> {
  const { lock, tryLock, sync, write } = Deno.FsFile.prototype;
  return { lock, tryLock, sync, write };
}

/** An error as Deno throws it: with a code if it has a name for it, else with a number. */
export function systemError(code: string, number: number): Error {
  const isNamed = !["ENOLCK", "ENOSYS", "ESTALE", "EINTR"].includes(code);
  return Object.assign(
    new Error(`${code} (os error ${number})`),
    isNamed ? { code } : {},
  );
}

/** As on a file system without locks. */
export function withoutLocks(error: Error = systemError("ENOTSUP", 95)): Disposable {
  const fail = (): Promise<never> => Promise.reject(error);
  return patchFiles({ lock: fail, tryLock: fail });
}

/** As on a file system that cannot sync folders. */
export function withoutFolderSync(error: Error): Disposable {
  const { sync } = originals();
  return patchFiles({
    async sync() {
      if ((await this.stat()).isDirectory) throw error;
      await sync.call(this);
    },
  });
}
