import {
  assert,
  assertEquals,
  assertMatch,
  assertRejects,
  assertStrictEquals,
  assertThrows,
} from "@std/assert";
import { databaseFailure, type Findings } from "../../lib/store/database_error.ts";
import { checkPathLength } from "../../lib/store/database_file.ts";
import { EnvironmentError, IntegrityError } from "../../lib/store/errors.ts";
import { LocalStore } from "../../lib/store/local_store.ts";
import { temporaryFolder } from "../support/temporary.ts";

/** What `node:sqlite` throws; without a code where opening failed. */
function sqliteError(errcode: number | null, message = "SQLite's words"): Error {
  const error = Object.assign(new Error(message), { code: "ERR_SQLITE_ERROR" });
  return errcode === null ? error : Object.assign(error, { errcode });
}

/** Findings of a file whose bytes read so, and whose pages are damaged or not. */
function found(readingError: Error | null, isSound = false): Findings {
  return { readingError: () => readingError, isSound: () => isSound };
}

const EIO = Object.assign(new Error("Input/output error (os error 5)"), { code: "EIO" });

/** Result codes with what a failure to read and one to write comes to. */
const CODES: readonly (readonly [name: string, code: number, words: RegExp])[] = [
  ["SQLITE_BUSY", 5, /another process is writing it/],
  ["SQLITE_LOCKED", 6, /another process is writing it/],
  ["SQLITE_READONLY", 8, /allow reading and writing/],
  ["SQLITE_READONLY_DBMOVED", 1032, /it was removed or replaced while it was in use/],
  ["SQLITE_IOERR", 10, /leave the files as they are, check the disk/],
  ["SQLITE_IOERR_WRITE", 778, /quota/],
  ["SQLITE_IOERR_CORRUPTFS", 8458, /leave the files as they are, check the disk/],
  ["SQLITE_FULL", 13, /make room/],
  ["SQLITE_CANTOPEN", 14, /make room or allow writing/],
  ["SQLITE_CONSTRAINT", 19, /make room or allow writing/],
];

Deno.test("what SQLite says of the system is the environment's, by code and whatever its words are", () => {
  for (const [name, code, words] of CODES) {
    const text = "database disk image is malformed, file is not a database";
    const error = sqliteError(code, text);
    const failure = databaseFailure("write", "/s/state.db", error, found(null));
    assert(failure instanceof EnvironmentError, name);
    assertStrictEquals(failure.cause, error, name);
    assertMatch(failure.message, words, name);
    assertMatch(failure.message, /^Cannot write "\/s\/state.db": /, name);
  }
});

Deno.test("bytes that are not a store's are damage, and the advice keeps the history", () => {
  for (const code of [1, 11, 26, 267]) {
    const error = sqliteError(code);
    const failure = databaseFailure("read", "/s/state.db", error, found(null));
    assert(failure instanceof IntegrityError, String(code));
    assertStrictEquals(failure.cause, error);
    assertMatch(failure.message, /put back a copy if there is one, or move it to another folder/);
  }
});

Deno.test("a disk that fails is no damage, though SQLite calls it so: nobody is told to move the file", () => {
  for (const code of [null, 1, 11, 14, 26]) {
    const failure = databaseFailure("read", "/s/state.db", sqliteError(code), found(EIO));
    assert(failure instanceof EnvironmentError, String(code));
    assertMatch(
      failure.message,
      /Input\/output error .*leave the files as they are, check the disk/,
    );
    assert(!/move/i.test(failure.message), failure.message);
  }
});

Deno.test("damage that a second look does not find is a disk that fails now and then", () => {
  for (const code of [11, 26]) {
    const failure = databaseFailure("read", "/s/state.db", sqliteError(code), found(null, true));
    assert(failure instanceof EnvironmentError, String(code));
    assertMatch(failure.message, /a second look found it whole.*check the disk/);
  }
  // Sound pages of somebody else's tables.
  const failure = databaseFailure("read", "/s/state.db", sqliteError(1), found(null, true));
  assert(failure instanceof IntegrityError);
});

Deno.test("an error that is not SQLite's is told by its own code", () => {
  const error = Object.assign(new Error("no"), { code: "EROFS" });
  const failure = databaseFailure("write", "/s/state.db", error, found(EIO));
  assertMatch(
    failure.message,
    /^Cannot write "\/s\/state.db": no; that disk is mounted for reading/,
  );
});

Deno.test("a path of 504 bytes is taken and one more is refused before any work, as bytes and not letters", async () => {
  const path = (bytes: number, letter = "x"): string =>
    "/" + letter.repeat((bytes - 1) / new TextEncoder().encode(letter).length);
  checkPathLength(path(504));
  assertThrows(() => checkPathLength(path(505)), EnvironmentError, "has 505 bytes");
  assertThrows(() => checkPathLength(path(505, "ü")), EnvironmentError, "at most 504");
  using store = new LocalStore(path(600));
  for (const ask of [() => store.use(), () => store.prepareForWriting()]) {
    const error = await assertRejects(ask, EnvironmentError);
    assertMatch(error.message, /has 609 bytes.*Nothing was run.*shorter path with --artifacts/);
  }
});

/** A folder whose path has so many bytes. */
async function folderOf(base: string, bytes: number): Promise<string> {
  let path = base;
  for (let left = bytes - base.length; left > 0; left = bytes - path.length) {
    // What remains after a name is none, or has room for a slash and a letter.
    const size = left <= 101 ? left - 1 : Math.min(100, left - 3);
    path += `/${"n".repeat(size)}`;
  }
  await Deno.mkdir(path, { recursive: true });
  return path;
}

Deno.test({
  name: "the longest path that is taken works, so the limit is SQLite's own",
  ignore: Deno.build.os === "windows",
  async fn() {
    await using folder = await temporaryFolder();
    const long = await folderOf(folder.path, 504 - "/state.db".length);
    assertEquals(`${long}/state.db`.length, 504);
    {
      using store = new LocalStore(long);
      await store.prepareForWriting();
      assertEquals(store.allRecords(), []);
    }
    // A link that makes a path short does not: SQLite follows it.
    const longer = await folderOf(`${folder.path}/more`, 505 - "/state.db".length);
    await Deno.symlink(longer, `${folder.path}/short`);
    using store = new LocalStore(`${folder.path}/short`);
    await assertRejects(() => store.use(), EnvironmentError, "has 505 bytes");
  },
});
