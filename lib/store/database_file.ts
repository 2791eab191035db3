/**
 * The file of a database without SQLite: its path, its making, its bytes. Closing any handle of the
 * file drops the locks that this process holds on it, so it is opened here only while no connection
 * of ours is in a transaction.
 *
 * @module
 */
import { refuseLink } from "./durable.ts";
import { EnvironmentError } from "./errors.ts";
import { followLinks } from "./links.ts";
import { createMissing, localFileSystem } from "./local_file_system.ts";

/** SQLite takes paths of so many bytes, that of the journal included. */
const MAX_PATH_BYTES = 512;
const JOURNAL_SUFFIX = "-journal";

/** What is read at once, in bytes. */
const CHUNK_BYTES = 1 << 16;

/** Where the journal of a database stands while a transaction is written, or after a crash. */
export function journalOf(path: string): string {
  return path + JOURNAL_SUFFIX;
}

/**
 * Refuses a path that SQLite cannot open.
 *
 * @throws {EnvironmentError} if it has too many bytes, links on the way followed.
 */
export function checkPathLength(path: string): void {
  const sizeBytes = new TextEncoder().encode(followLinks(path).path).byteLength;
  const most = MAX_PATH_BYTES - JOURNAL_SUFFIX.length;
  if (sizeBytes <= most) return;
  throw new EnvironmentError(
    `The path "${path}" has ${sizeBytes} bytes, SQLite takes at most ${most}. Nothing was run. ` +
      "Choose a folder with a shorter path with --artifacts",
  );
}

/**
 * Whether there is a file. SQLite follows links, so they are refused before it sees them.
 *
 * @throws {IntegrityError} if there is a link or a special file.
 */
export function fileExists(path: string): boolean {
  return refuseLink(localFileSystem, path) !== null;
}

/** Makes an empty file, unless there is one: SQLite would make one that only its owner may write. */
export function makeFile(path: string): void {
  if (!fileExists(path)) createMissing(path);
}

/** What the system says to reading the bytes of a file; `null` if it reads them all. */
export function readingError(path: string): unknown {
  try {
    using file = Deno.openSync(path);
    const chunk = new Uint8Array(CHUNK_BYTES);
    while (file.readSync(chunk) !== null);
    return null;
  } catch (error) {
    return error;
  }
}
