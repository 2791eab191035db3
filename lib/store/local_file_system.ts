/**
 * The file system of this machine.
 *
 * @module
 */
import { isWithoutLocks, lockFile, tryLockFile } from "./file_locks.ts";
import type { FileSystem, NewFile } from "./file_system.ts";
import { systemCode } from "./system_error.ts";

/** Codes by which a file system says that it cannot sync a folder: CIFS, DrvFs, virtiofs, FUSE. */
const FOLDERS_NOT_SYNCED: readonly (string | null)[] = [
  ...["EINVAL", "EBADF", "ENOTSUP", "EOPNOTSUPP", "ENOSYS", "EISDIR"],
];

/** Creating a file: with the mode that the umask leaves, and never over another one. */
const NEW_FILE = { write: true, createNew: true } as const;

/** File operations as they are. */
export const localFileSystem: FileSystem = {
  look(path) {
    try {
      const { isFile, isDirectory, size } = Deno.lstatSync(path);
      return { kind: isFile ? "file" : isDirectory ? "folder" : "other", sizeBytes: size };
    } catch (error) {
      if (error instanceof Deno.errors.NotFound) return null;
      throw error;
    }
  },
  read: (path) => Deno.readFile(path),
  async list(path) {
    const names: string[] = [];
    try {
      for await (const { name } of Deno.readDir(path)) names.push(name);
    } catch (error) {
      if (!(error instanceof Deno.errors.NotFound)) throw error;
    }
    return names;
  },
  async makeFolder(path) {
    try {
      await Deno.mkdir(path);
      return true;
    } catch (error) {
      if (error instanceof Deno.errors.AlreadyExists) return false;
      throw error;
    }
  },
  async create(path) {
    return new LocalNewFile(await createLocked(path));
  },
  rename: (from, to) => Deno.rename(from, to),
  remove: (path) => Deno.remove(path),
  removeAbandoned: (path) => removeAbandoned(path, false),
  async syncFolder(path) {
    // Windows neither needs nor allows it.
    if (Deno.build.os === "windows") return true;
    using folder = await Deno.open(path);
    try {
      await folder.sync();
      return true;
    } catch (error) {
      if (FOLDERS_NOT_SYNCED.includes(systemCode(error))) return false;
      throw error;
    }
  },
};

/** The same for a store that no other process uses, on a file system that may have no locks. */
export const lonelyFileSystem: FileSystem = {
  ...localFileSystem,
  removeAbandoned: (path) => removeAbandoned(path, true),
};

/** Creates an empty file; does nothing if there is one already. */
export function createMissing(path: string): void {
  try {
    Deno.openSync(path, NEW_FILE).close();
  } catch (error) {
    if (!(error instanceof Deno.errors.AlreadyExists)) throw error;
  }
}

/** Without locks only a process that is alone can tell that nobody is writing a file. */
async function removeAbandoned(path: string, isAlone: boolean): Promise<void> {
  try {
    using file = await Deno.open(path, { write: true });
    if (await isLockable(file, isAlone)) await Deno.remove(path);
  } catch (error) {
    // Another process finished or swept it in between, or another user's umask keeps it from us.
    const code = systemCode(error);
    if (code !== "ENOENT" && code !== "EACCES") throw error;
  }
}

async function isLockable(file: Deno.FsFile, isAlone: boolean): Promise<boolean> {
  try {
    return await tryLockFile(file, true);
  } catch (error) {
    if (isWithoutLocks(error)) return isAlone;
    throw error;
  }
}

class LocalNewFile implements NewFile {
  readonly #file: Deno.FsFile;

  constructor(file: Deno.FsFile) {
    this.#file = file;
  }

  write(bytes: Uint8Array<ArrayBuffer>): Promise<number> {
    return this.#file.write(bytes);
  }

  async sizeBytes(): Promise<number> {
    return (await this.#file.stat()).size;
  }

  sync(): Promise<void> {
    return this.#file.sync();
  }

  [Symbol.dispose](): void {
    this.#file.close();
  }
}

/**
 * A new file whose lock tells `removeAbandoned` that the writer is alive. A sweeper may get between
 * creating and locking; then the file is gone, and made anew. On a file system without locks the file
 * has none, and nothing sweeps it.
 */
async function createLocked(path: string): Promise<Deno.FsFile> {
  for (;;) {
    const file = await Deno.open(path, NEW_FILE);
    try {
      await lockFile(file, true);
    } catch (error) {
      if (isWithoutLocks(error)) return file;
      file.close();
      throw error;
    }
    if (await Deno.lstat(path).then(() => true, () => false)) return file;
    file.close();
  }
}
