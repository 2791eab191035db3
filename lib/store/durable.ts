/**
 * Writing a file so that a crash at any moment leaves either nothing or all of it: to a temporary file
 * of its own, checked, synced, renamed, folder synced.
 *
 * @module
 */
import { IntegrityError } from "./errors.ts";
import type { FileSystem, NewFile } from "./file_system.ts";
import { systemFailure } from "./system_error.ts";

/**
 * Writes `bytes` to `path` below `folder`; the folders on the way are made, and `tmp`, from which
 * `sweepTemporary` removes what a writer left that died.
 *
 * @throws {EnvironmentError} if the disk is full, read-only or fails; nothing is left behind then.
 * @throws {IntegrityError} if a folder on the way is a link to elsewhere.
 */
export async function writeDurably(
  files: FileSystem,
  folder: string,
  path: string,
  bytes: Uint8Array<ArrayBuffer>,
): Promise<void> {
  const target = `${folder}/${path}`;
  try {
    await makeFolders(files, folder, "tmp");
    if (path.includes("/")) await makeFolders(files, folder, parentOf(path));
    await writeBeside(files, `${folder}/tmp/${crypto.randomUUID()}`, target, bytes);
  } catch (error) {
    if (error instanceof IntegrityError) throw error;
    throw systemFailure(`Cannot write ${bytes.byteLength} bytes to "${target}"`, error);
  }
}

/**
 * Writes `bytes` to a new file at `temporary`, then gives it the place of `target`. It is locked until
 * it has that name, so that nobody takes it for left behind.
 *
 * @throws what the system says; nothing is left behind then.
 */
export async function writeBeside(
  files: FileSystem,
  temporary: string,
  target: string,
  bytes: Uint8Array<ArrayBuffer>,
): Promise<void> {
  try {
    // The lock ends right after the renaming: on Windows it would keep readers out.
    {
      using file = await files.create(temporary);
      await writeAndSync(file, bytes);
      await files.rename(temporary, target);
    }
    await files.syncFolder(parentOf(target));
  } catch (error) {
    await files.remove(temporary).catch(() => {});
    throw error;
  }
}

/**
 * Makes the folders of `path` below `folder` that are missing, each synced into its parent.
 *
 * @throws {IntegrityError} if one of them is a link.
 */
export async function makeFolders(files: FileSystem, folder: string, path: string): Promise<void> {
  let current = folder;
  for (const name of path.split("/")) {
    const parent = current;
    current = `${parent}/${name}`;
    if (refuseLink(files, current) === null && await files.makeFolder(current)) {
      await files.syncFolder(parent);
    }
  }
}

/**
 * What stands at `path`, which may be anything but a link: what is written through a link ends up
 * outside the store.
 *
 * @throws {IntegrityError} if it is one.
 */
export function refuseLink(files: FileSystem, path: string): ReturnType<FileSystem["look"]> {
  const entry = files.look(path);
  if (entry?.kind !== "other") return entry;
  throw new IntegrityError(
    `"${path}" is a link or a special file, expected a plain file or folder of the store; ` +
      `move it away and run again`,
  );
}

async function writeAndSync(file: NewFile, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
  for (let written = 0; written < bytes.byteLength;) {
    written += await file.write(bytes.subarray(written));
  }
  const sizeBytes = await file.sizeBytes();
  if (sizeBytes !== bytes.byteLength) {
    throw new Error(`the file has ${sizeBytes} bytes after writing`);
  }
  await file.sync();
}

/** Removes what writers that died left behind. */
export async function sweepTemporary(files: FileSystem, folder: string): Promise<void> {
  for (const name of await files.list(`${folder}/tmp`)) {
    const path = `${folder}/tmp/${name}`;
    const kind = files.look(path)?.kind;
    if (kind === "file") await files.removeAbandoned(path);
    // Opening a link to lock it would follow it.
    else if (kind === "other") await files.remove(path);
  }
}

function parentOf(path: string): string {
  return path.slice(0, path.lastIndexOf("/"));
}
