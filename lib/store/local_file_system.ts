/**
 * The file system of this machine.
 *
 * @module
 */
import type { FileSystem, NewFile } from "./file_system.ts";

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
  async removeAbandoned(path) {
    try {
      using file = await Deno.open(path, { write: true });
      if (await file.tryLock(true)) await Deno.remove(path);
    } catch (error) {
      // Another process finished or swept it in between.
      if (!(error instanceof Deno.errors.NotFound)) throw error;
    }
  },
  async syncFolder(path) {
    // Windows neither needs nor allows it.
    if (Deno.build.os === "windows") return;
    using folder = await Deno.open(path);
    await folder.sync();
  },
};

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
 * creating and locking; then the file is gone, and made anew.
 */
async function createLocked(path: string): Promise<Deno.FsFile> {
  for (;;) {
    const file = await Deno.open(path, { write: true, createNew: true });
    await file.lock(true);
    if (await Deno.lstat(path).then(() => true, () => false)) return file;
    file.close();
  }
}
