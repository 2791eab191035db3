/**
 * Errors of the database, told apart by SQLite's result codes (https://sqlite.org/rescode.html).
 *
 * @module
 */
import { EnvironmentError, IntegrityError } from "./errors.ts";
import { messageOf, nextStep, systemFailure } from "./system_error.ts";

/** Primary result codes, the low byte of what SQLite gives, and what they say of the file. */
const KINDS: { readonly [code: number]: "foreign" | "damaged" | "busy" | "unopened" } = {
  // Statements are fixed, so SQLITE_ERROR says that the schema is not ours.
  1: "foreign",
  5: "busy",
  6: "busy",
  11: "damaged",
  14: "unopened",
  26: "damaged",
};

/** Extended result codes. */
const IOERR_WRITE = 778;
const READONLY_DBMOVED = 1032;

/** What to do where the code tells more than the system's code that it stands for. */
const NEXT_STEPS: { readonly [code: number]: string } = {
  [IOERR_WRITE]:
    "the disk fails or your quota there is used up: leave the files as they are, see " +
    "to the disk, then run again",
};

const KIND_STEPS = {
  busy: "another process is writing it, or its file system has no locks: run again once that " +
    "process has ended, or choose a folder on another disk with --artifacts",
  damaged:
    "a second look found it whole, so the disk or the connection to it may fail: leave the " +
    "files as they are, check the disk, then run again",
} as const;

/** What was being done with the file. */
export type DatabaseAction = "read" | "write" | "shrink";

/** The file is gone or is another one than was opened. */
export function removedFile(path: string, cause?: unknown): EnvironmentError {
  return new EnvironmentError(
    `Cannot write "${path}": it was removed or replaced while it was in use, and what was recorded ` +
      "in it is gone with it; put a copy back, or run again to execute those stages once more",
    { cause },
  );
}

/** The file is not what this program has written. It says what was run; the artifacts stay valid. */
export function damagedFile(
  action: DatabaseAction,
  path: string,
  found: string,
  cause?: unknown,
): IntegrityError {
  return new IntegrityError(
    `Cannot ${action} "${path}": ${found}, expected the database of a store. It holds the history ` +
      `of runs: put back a copy if there is one, or move it to another folder and keep it there, ` +
      `then run again: stages run once more to rebuild it, and the artifacts in "objects" beside ` +
      `it stay valid`,
    { cause },
  );
}

/** What can be found out about a file after an error, once no connection is open. */
export interface Findings {
  /** What the system says to reading the file's bytes; `null` if it reads them. */
  readonly readingError: () => unknown;
  /** Whether a new connection finds every page as it should be. */
  readonly isSound: () => boolean;
}

/**
 * What an error of SQLite, or of the system, comes to. SQLite calls a disk that fails damage, and gives
 * no code if opening fails.
 */
export function databaseFailure(
  action: DatabaseAction,
  path: string,
  error: unknown,
  { readingError, isSound }: Findings,
): Error {
  const doing = `Cannot ${action} "${path}"`;
  const code = resultCode(error);
  if (code === READONLY_DBMOVED) return removedFile(path, error);
  const kind = code === null ? null : KINDS[code & 0xff] ?? null;
  const isUnclear = kind !== null && kind !== "busy" || (code === null && isOfSqlite(error));
  const found = isUnclear ? readingError() : null;
  if (found !== null) return systemFailure(doing, found);
  const isLasting = kind === "foreign" || (kind === "damaged" && !isSound());
  if (isLasting) return damagedFile(action, path, messageOf(error), error);
  const next = kind === "busy" || kind === "damaged"
    ? KIND_STEPS[kind]
    : NEXT_STEPS[code ?? 0] ?? nextStep(error);
  return new EnvironmentError(`${doing}: ${messageOf(error)}; ${next}`, { cause: error });
}

/** The extended result code; `null` if it is none of SQLite's errors, or one without. */
function resultCode(error: unknown): number | null {
  const code: unknown = error instanceof Error ? Reflect.get(error, "errcode") : undefined;
  return typeof code === "number" ? code : null;
}

function isOfSqlite(error: unknown): boolean {
  return error instanceof Error && Reflect.get(error, "code") === "ERR_SQLITE_ERROR";
}
