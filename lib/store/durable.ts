/**
 * Writing a file so that a crash at any moment leaves either nothing or all of it: to a temporary file
 * of its own, checked, synced, renamed, folder synced.
 *
 * @module
 */
import { EnvironmentError } from "./errors.ts";

/**
 * Writes `bytes` to `path` below `folder`; the folders on the way are made.
 *
 * @throws {EnvironmentError} if the disk is full, read-only or fails; nothing is left behind then.
 */
export async function writeDurably(
  folder: string,
  path: string,
  bytes: Uint8Array<ArrayBuffer>,
): Promise<void> {
  const target = `${folder}/${path}`;
  const parent = target.slice(0, target.lastIndexOf("/"));
  const temporary = `${folder}/tmp/${crypto.randomUUID()}`;
  try {
    await Deno.mkdir(`${folder}/tmp`, { recursive: true });
    const isNewFolder = await makeFolder(parent);
    await writeAndSync(temporary, bytes);
    await Deno.rename(temporary, target);
    await syncFolder(parent);
    if (isNewFolder) await syncFolder(parent.slice(0, parent.lastIndexOf("/")));
  } catch (error) {
    await Deno.remove(temporary).catch(() => {});
    throw new EnvironmentError(
      `Cannot write ${bytes.byteLength} bytes to "${target}": ${message(error)}; ` +
        `make room or allow writing, then run again`,
      { cause: error },
    );
  }
}

async function makeFolder(path: string): Promise<boolean> {
  try {
    await Deno.mkdir(path);
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.AlreadyExists) return false;
    if (!(error instanceof Deno.errors.NotFound)) throw error;
    await Deno.mkdir(path, { recursive: true });
    return true;
  }
}

async function writeAndSync(path: string, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
  using file = await createLocked(path);
  for (let written = 0; written < bytes.byteLength;) {
    written += await file.write(bytes.subarray(written));
  }
  const { size } = await file.stat();
  if (size !== bytes.byteLength) throw new Error(`the file has ${size} bytes after writing`);
  await file.sync();
}

/**
 * A new file whose lock tells `sweepTemporary` that the writer is alive. A sweeper may get between
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

/** A folder's entries are on the disk only after this. Windows neither needs nor allows it. */
async function syncFolder(path: string): Promise<void> {
  if (Deno.build.os === "windows") return;
  using folder = await Deno.open(path);
  await folder.sync();
}

/** Removes what writers that died left behind. */
export async function sweepTemporary(folder: string): Promise<void> {
  for await (const entry of Deno.readDir(`${folder}/tmp`)) {
    const path = `${folder}/tmp/${entry.name}`;
    try {
      using file = await Deno.open(path, { write: true });
      if (await file.tryLock(true)) await Deno.remove(path);
    } catch (error) {
      // Another process finished or swept it in between.
      if (!(error instanceof Deno.errors.NotFound)) throw error;
    }
  }
}

function message(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
