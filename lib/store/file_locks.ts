/**
 * Locks on open files (`flock`). The kernel drops those of a process that dies. A call that a signal
 * interrupts is made again; a file system that has no locks is named as such.
 *
 * @module
 */
import { EnvironmentError } from "./errors.ts";
import { messageOf, systemCode } from "./system_error.ts";

/** Codes by which a file system says that it has no locks. */
const UNSUPPORTED: readonly (string | null)[] = ["ENOLCK", "ENOSYS", "ENOTSUP", "EOPNOTSUPP"];

/** How often a call is made that signals interrupt, at most. */
const MAX_TRIES = 100;

/** The file system has no locks. */
export class NoLocksError extends EnvironmentError {
  /** `path` is a lock file of the store in `folder`. */
  constructor(folder: string, cause: unknown) {
    super(
      `The file system of "${folder}" has no file locks (${
        messageOf(cause)
      }), so processes could ` +
        "harm each other's work there. Nothing was run. Choose a folder on another disk with " +
        "--artifacts, or, if no other process uses this store, run again with --without-locks",
      { cause },
    );
  }
}

/** Whether locking failed because the file system has no locks. */
export function isWithoutLocks(error: unknown): boolean {
  return UNSUPPORTED.includes(systemCode(error));
}

/**
 * Locks a file, shared or exclusively; returns once it is locked.
 *
 * @param onWait Called once if another open file holds a lock in the way.
 */
export async function lockFile(
  file: Deno.FsFile,
  exclusive: boolean,
  onWait: () => void = () => {},
): Promise<void> {
  if (await tryLockFile(file, exclusive)) return;
  onWait();
  await uninterrupted(() => file.lock(exclusive));
}

/** Locks a file unless another open file holds a lock in the way; returns whether it did. */
export function tryLockFile(file: Deno.FsFile, exclusive: boolean): Promise<boolean> {
  return uninterrupted(() => file.tryLock(exclusive));
}

/** The locks of a store in a folder. */
export class FileLocks {
  readonly #folder: string;
  readonly #isAlone: boolean;
  #areMissing = false;

  /**
   * @param isAlone Whether no other process uses the store, by word of a person: a lock that the file
   * system does not have then counts as taken.
   */
  constructor(folder: string, isAlone: boolean) {
    this.#folder = folder;
    this.#isAlone = isAlone;
  }

  /** Whether a lock counted as taken that the file system does not have. */
  get areMissing(): boolean {
    return this.#areMissing;
  }

  /**
   * See `lockFile`.
   *
   * @throws {NoLocksError} if the file system has no locks and this process may not be alone.
   */
  async lock(file: Deno.FsFile, exclusive: boolean, onWait?: () => void): Promise<void> {
    await this.#orAlone(() => lockFile(file, exclusive, onWait), undefined);
  }

  /**
   * See `tryLockFile`.
   *
   * @throws {NoLocksError} if the file system has no locks and this process may not be alone.
   */
  tryLock(file: Deno.FsFile, exclusive: boolean): Promise<boolean> {
    return this.#orAlone(() => tryLockFile(file, exclusive), true);
  }

  async #orAlone<T>(lock: () => Promise<T>, locked: T): Promise<T> {
    try {
      return await lock();
    } catch (error) {
      if (!isWithoutLocks(error)) throw error;
      this.#areMissing = this.#isAlone;
      if (this.#isAlone) return locked;
      throw new NoLocksError(this.#folder, error);
    }
  }
}

async function uninterrupted<T>(call: () => Promise<T>): Promise<T> {
  for (let tries = 1;; tries++) {
    try {
      return await call();
    } catch (error) {
      if (systemCode(error) !== "EINTR" || tries === MAX_TRIES) throw error;
    }
  }
}
