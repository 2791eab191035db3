/**
 * Use and collection exclude each other: whoever uses a store holds one lock together with all other
 * users, and a collection holds it alone. So nothing is removed that a living process has looked up
 * or has just written, and no clock decides who is alive: the kernel drops the locks of the dead.
 *
 * @module
 */
import { refuseLink } from "./durable.ts";
import { type FileLocks, NoLocksError } from "./file_locks.ts";
import { localFileSystem } from "./local_file_system.ts";
import { openLocked } from "./locks.ts";
import { systemFailure } from "./system_error.ts";

const LOCK_FILE = "collection";

/** One process's part in the use of a store. */
export class Lease implements Disposable {
  readonly #folder: string;
  readonly #locks: FileLocks;
  /** Calls take turns, so that only one opens the file. */
  #turn: Promise<void> = Promise.resolve();
  #file: Deno.FsFile | null = null;
  /** Whether the file is known to be locked: without locks, questions are answered all the same. */
  #isLocked = false;

  /** Takes nothing yet. */
  constructor(folder: string, locks: FileLocks) {
    this.#folder = folder;
    this.#locks = locks;
  }

  /**
   * Joins the users of the store until this is disposed of; waits while a collection goes on. Where
   * nothing was ever written there is no lock file and nothing to be protected.
   *
   * @param writes Makes the lock file. Default: `false`, for whoever only asks.
   * @throws {NoLocksError} if the store is to be written and its file system has no locks.
   */
  share(writes: boolean): Promise<void> {
    const turn = this.#turn.then(() => this.#share(writes));
    // A turn that failed is told of once, and does not keep others from trying.
    this.#turn = turn.catch(() => {});
    return turn;
  }

  async #share(writes: boolean): Promise<void> {
    if (this.#isLocked || (this.#file !== null && !writes)) return;
    this.#file?.close();
    this.#file = null;
    this.#file = await (writes ? this.#openToWrite() : this.#openToRead());
  }

  async #openToWrite(): Promise<Deno.FsFile> {
    const file = await openLocked(this.#folder, LOCK_FILE, (file) => this.#locks.lock(file, false));
    this.#isLocked = true;
    return file;
  }

  async #openToRead(): Promise<Deno.FsFile | null> {
    const path = `${this.#folder}/locks/${LOCK_FILE}`;
    const file = await openExisting(path);
    if (file === null) return null;
    try {
      await this.#locks.lock(file, false);
      this.#isLocked = true;
    } catch (error) {
      if (error instanceof NoLocksError) return file;
      file.close();
      throw systemFailure(`Cannot lock "${path}"`, error);
    }
    return file;
  }

  /** Does `work` while nobody uses the store, this process's own use included. */
  async alone<T>(onWait: () => void, work: () => Promise<T>): Promise<T> {
    this[Symbol.dispose]();
    using _ = await openLocked(
      this.#folder,
      LOCK_FILE,
      (file) => this.#locks.lock(file, true, onWait),
    );
    return await work();
  }

  [Symbol.dispose](): void {
    this.#file?.close();
    this.#file = null;
    this.#isLocked = false;
    this.#turn = Promise.resolve();
  }
}

/** A store that may not be written can still be used; one whose lock may not be read, too. */
async function openExisting(path: string): Promise<Deno.FsFile | null> {
  try {
    refuseLink(localFileSystem, path);
    return await Deno.open(path);
  } catch (error) {
    const isHarmless = error instanceof Deno.errors.NotFound ||
      error instanceof Deno.errors.PermissionDenied ||
      error instanceof Deno.errors.NotADirectory;
    if (isHarmless) return null;
    throw error;
  }
}
