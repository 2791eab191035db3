/**
 * Use and collection exclude each other: whoever uses a store holds one lock together with all other
 * users, and a collection holds it alone. So nothing is removed that a living process has looked up
 * or has just written, and no clock decides who is alive: the kernel drops the locks of the dead.
 *
 * @module
 */
import { refuseLink } from "./durable.ts";
import { localFileSystem } from "./local_file_system.ts";
import { openLockFile } from "./locks.ts";

const LOCK_FILE = "collection";

/** One process's part in the use of a store. */
export class Lease implements Disposable {
  readonly #folder: string;
  /** Calls take turns, so that only one opens the file. */
  #turn: Promise<void> = Promise.resolve();
  #file: Deno.FsFile | null = null;

  /** Takes nothing yet. */
  constructor(folder: string) {
    this.#folder = folder;
  }

  /**
   * Joins the users of the store until this is disposed of; waits while a collection goes on. Where
   * nothing was ever written there is no lock file and nothing to be protected: `create` makes one.
   */
  share(create: boolean): Promise<void> {
    return this.#turn = this.#turn.then(async () => {
      this.#file ??= await this.#shared(create);
    });
  }

  async #shared(create: boolean): Promise<Deno.FsFile | null> {
    const file = create
      ? await openLockFile(this.#folder, LOCK_FILE)
      : await openToRead(`${this.#folder}/locks/${LOCK_FILE}`);
    await file?.lock(false);
    return file;
  }

  /** Does `work` while nobody uses the store, this process's own use included. */
  async alone<T>(onWait: () => void, work: () => Promise<T>): Promise<T> {
    this[Symbol.dispose]();
    using file = await openLockFile(this.#folder, LOCK_FILE);
    if (!await file.tryLock(true)) {
      onWait();
      await file.lock(true);
    }
    return await work();
  }

  [Symbol.dispose](): void {
    this.#file?.close();
    this.#file = null;
    this.#turn = Promise.resolve();
  }
}

/** A store that may not be written can still be used; one whose lock may not be read, too. */
async function openToRead(path: string): Promise<Deno.FsFile | null> {
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
