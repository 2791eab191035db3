/**
 * The store's database file. Opened for reading only until something must be written, so that
 * questions work on a read-only folder and leave no trace in a writable one.
 *
 * Rollback journal, not WAL: WAL needs a writable folder to read, and a copied database would lose
 * what is still in the log.
 *
 * @module
 */
import {
  DatabaseSync,
  type SQLInputValue,
  type SQLOutputValue,
  type StatementSync,
} from "node:sqlite";
import {
  damagedFile,
  type DatabaseAction,
  databaseFailure,
  removedFile,
} from "./database_error.ts";
import { checkPathLength, fileExists, journalOf, makeFile, readingError } from "./database_file.ts";
import { EnvironmentError, IntegrityError } from "./errors.ts";
import { systemFailure } from "./system_error.ts";

/** What each version adds to the one before it, so that an older store is brought up to date. */
const SCHEMA_STEPS = [
  `
  CREATE TABLE record (
    key TEXT NOT NULL UNIQUE, stage TEXT NOT NULL, own_digest TEXT NOT NULL, body TEXT NOT NULL
  ) STRICT;
  CREATE INDEX record_by_own_digest ON record (stage, own_digest);
  CREATE TABLE bundle (digest TEXT PRIMARY KEY, code TEXT NOT NULL, map TEXT NOT NULL, sources TEXT NOT NULL) STRICT;
  CREATE TABLE file_memo (
    path TEXT PRIMARY KEY, dev REAL NOT NULL, ino REAL NOT NULL, size_bytes REAL NOT NULL,
    mtime_ms REAL NOT NULL, ctime_ms REAL NOT NULL, sha256 TEXT NOT NULL, read_at_ms REAL NOT NULL
  ) STRICT;
  CREATE TABLE code_memo (module TEXT PRIMARY KEY, body TEXT NOT NULL) STRICT;
  CREATE TABLE run (id TEXT PRIMARY KEY, started_at TEXT NOT NULL, body TEXT NOT NULL) STRICT;
`,
  `
  ALTER TABLE run ADD COLUMN name TEXT;
  CREATE UNIQUE INDEX run_by_name ON run (name) WHERE name IS NOT NULL;
  CREATE TABLE run_metric (
    run TEXT NOT NULL, name TEXT NOT NULL, value REAL NOT NULL, PRIMARY KEY (run, name)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX run_metric_by_value ON run_metric (name, value);
`,
  // The few runs that go on, among thousands that ended.
  `CREATE INDEX run_running ON run (id) WHERE instr(body, '"outcome":"running"')`,
  // Memos of code from before are found by a part of what decides them.
  `
  CREATE TABLE claim (owner TEXT NOT NULL, key TEXT NOT NULL, PRIMARY KEY (owner, key)) STRICT, WITHOUT ROWID;
  DELETE FROM code_memo;
`,
];

/** The version that brought claims. */
const CLAIMS_SINCE = 4;

const SCHEMA_VERSION = SCHEMA_STEPS.length;

/** Makes a file give back the room of rows that are gone. */
const SHRINKABLE = "PRAGMA auto_vacuum = INCREMENTAL";
const INCREMENTAL = 2;

/** How long to wait for another process that is writing. */
const BUSY_TIMEOUT = "PRAGMA busy_timeout = 5000";

/** Reads every page, and gives "ok" or the first thing that is wrong. */
const INTEGRITY_CHECK = "PRAGMA integrity_check(1)";

/** Tables that grow with use. */
type Table = "run" | "run_metric" | "record" | "bundle";

/** By table, the column that names a row and the names of the rows that stay. */
export type KeptRows = {
  readonly [T in Table]: readonly [column: string, values: ReadonlySet<string>];
};

/** Runs a statement of a transaction; gives the number of rows that it changed. */
export type RunStatement = (sql: string, ...values: SQLInputValue[]) => number;

/** A row as SQLite gives it. */
export type Row = Record<string, SQLOutputValue>;

/** A connection that upgrades itself from reading to writing. */
export class Database implements Disposable {
  readonly #path: string;
  #connection: DatabaseSync | null = null;
  #writing = false;
  /** Statements of the connection by their SQL. */
  readonly #statements = new Map<string, StatementSync>();

  /** Opens nothing yet. */
  constructor(path: string) {
    this.#path = path;
  }

  /**
   * Refuses a path that SQLite cannot open.
   *
   * @throws {EnvironmentError} if it is too long, links on the way followed.
   */
  checkPath(): void {
    checkPathLength(this.#path);
  }

  /** Version of the schema that is read; 0 if there is no database yet. */
  version(): number {
    return Number(this.all("PRAGMA user_version")[0]?.["user_version"] ?? 0);
  }

  /** Rows of a query; none if there is no database yet. */
  all(sql: string, ...values: SQLInputValue[]): Row[] {
    return this.#guard("read", () => {
      const connection = this.#reader();
      return connection === null ? [] : this.#statement(connection, sql).all(...values);
    });
  }

  /**
   * Runs statements that change something, all or none; gives what `change` does.
   *
   * @throws {EnvironmentError} if there is no file: `prepareForWriting` makes it.
   */
  transaction<T>(change: (run: RunStatement) => T): T {
    return this.#guard("write", () => {
      const connection = this.#writer();
      const run: RunStatement = (sql, ...values) =>
        Number(this.#statement(connection, sql).run(...values).changes);
      run("BEGIN IMMEDIATE");
      const result = change(run);
      run("COMMIT");
      return result;
    });
  }

  /** Rows of a table. */
  count(table: Table): number {
    return Number(this.all(`SELECT count(*) AS n FROM ${table}`)[0]?.["n"] ?? 0);
  }

  /** Whether there are claims: a store of an earlier version, which is only read, has none. */
  hasClaims(): boolean {
    return this.version() >= CLAIMS_SINCE;
  }

  /**
   * Deletes the rows of tables whose column has none of the values, and does what `more` does, in one
   * transaction.
   */
  keepOnly(rows: KeptRows, more: (run: RunStatement) => void): void {
    if (!fileExists(this.#path)) return;
    this.transaction((run) => {
      for (const [table, [column, values]] of Object.entries(rows)) {
        const kept = "SELECT value FROM json_each(?)";
        run(`DELETE FROM ${table} WHERE ${column} NOT IN (${kept})`, JSON.stringify([...values]));
      }
      more(run);
    });
  }

  /**
   * Gives empty pages back to the file system. A file of an earlier version cannot do that; it is
   * written anew, which Deno allows only to those who may do everything. Where neither works, the
   * pages stay for rows to come.
   */
  shrink(): void {
    if (!fileExists(this.#path)) return;
    try {
      this.#guard("shrink", () => {
        const connection = this.#writer();
        // Each row frees a page: it must be read to the end.
        if (vacuumMode(connection) === INCREMENTAL) {
          connection.prepare("PRAGMA incremental_vacuum").all();
        } else rewriteWhole(connection);
      });
    } catch (error) {
      if (!(error instanceof EnvironmentError)) throw error;
    }
  }

  /** Bytes of pages that hold nothing. */
  emptyBytes(): number {
    const pages = Number(this.all("PRAGMA freelist_count")[0]?.["freelist_count"] ?? 0);
    return pages * Number(this.all("PRAGMA page_size")[0]?.["page_size"] ?? 0);
  }

  /**
   * Reads every page, indexes included.
   *
   * @throws {IntegrityError} if they do not hold together.
   */
  checkPages(): void {
    const found = String(this.all(INTEGRITY_CHECK)[0]?.["integrity_check"] ?? "ok");
    if (found === "ok") return;
    this[Symbol.dispose]();
    const error = readingError(this.#path);
    if (error !== null) throw systemFailure(`Cannot read "${this.#path}"`, error);
    throw damagedFile("read", this.#path, found);
  }

  /** Opens for writing, creating the file; nothing else does, so a file that is removed is missed. */
  prepareForWriting(): void {
    this.#guard("write", () => {
      makeFile(this.#path);
      this.#writer();
    });
  }

  [Symbol.dispose](): void {
    this.#statements.clear();
    this.#connection?.close();
    this.#connection = null;
    this.#writing = false;
  }

  #statement(connection: DatabaseSync, sql: string): StatementSync {
    const known = this.#statements.get(sql);
    if (known !== undefined) return known;
    const statement = connection.prepare(sql);
    this.#statements.set(sql, statement);
    return statement;
  }

  #reader(): DatabaseSync | null {
    if (this.#connection !== null) return this.#connection;
    if (!fileExists(this.#path)) return null;
    try {
      const connection = this.#open({ readOnly: true });
      if (userVersion(connection) > 0) return this.#connection = connection;
      // Another process has made the file and not yet what belongs in it.
      connection.close();
      return null;
    } catch (error) {
      // A process that died in a commit left a journal: only a writing connection can roll it back.
      if (error instanceof IntegrityError || !fileExists(journalOf(this.#path))) throw error;
      return this.#writer();
    }
  }

  #writer(): DatabaseSync {
    if (this.#connection !== null && this.#writing) return this.#connection;
    this[Symbol.dispose]();
    if (!fileExists(this.#path)) throw removedFile(this.#path);
    fileExists(journalOf(this.#path));
    const connection = this.#open({ readOnly: false });
    this.#connection = connection;
    execute(connection, "PRAGMA synchronous = FULL; PRAGMA journal_mode = DELETE");
    if (userVersion(connection) < SCHEMA_VERSION) bringUpToDate(connection);
    this.#writing = true;
    return connection;
  }

  /** Reading a page is what finds out that a file is no database. */
  #open(options: { readonly readOnly: boolean }): DatabaseSync {
    const connection = new DatabaseSync(this.#path, options);
    try {
      execute(connection, BUSY_TIMEOUT);
      const version = userVersion(connection);
      if (version <= SCHEMA_VERSION) return connection;
      throw new IntegrityError(
        `Store "${this.#path}" has version ${version}, this program knows ${SCHEMA_VERSION}; ` +
          `use a newer program, or another folder with --artifacts`,
      );
    } catch (error) {
      connection.close();
      throw error;
    }
  }

  /** What fails ends the connection, and with it a transaction: it may be in any state by now. */
  #guard<T>(action: DatabaseAction, work: () => T): T {
    try {
      return work();
    } catch (error) {
      this[Symbol.dispose]();
      if (error instanceof IntegrityError || error instanceof EnvironmentError) throw error;
      throw databaseFailure(action, this.#path, error, {
        readingError: () => readingError(this.#path),
        isSound: () => isSound(this.#path),
      });
    }
  }
}

/** Runs statements one by one: a script in one call would fail without SQLite's code. */
function execute(connection: DatabaseSync, script: string): void {
  for (const sql of script.split(";")) {
    if (sql.trim() !== "") connection.prepare(sql).all();
  }
}

/** Whether a new connection finds every page of a file as it should be. */
function isSound(path: string): boolean {
  try {
    using connection = new DatabaseSync(path, { readOnly: true });
    return connection.prepare(INTEGRITY_CHECK).get()?.["integrity_check"] === "ok";
  } catch {
    return false;
  }
}

function userVersion(connection: DatabaseSync): number {
  return Number(connection.prepare("PRAGMA user_version").get()?.["user_version"] ?? 0);
}

function vacuumMode(connection: DatabaseSync): number {
  return Number(connection.prepare("PRAGMA auto_vacuum").get()?.["auto_vacuum"] ?? 0);
}

/** Makes a file of an earlier version one that shrinks, unless it may not. */
function rewriteWhole(connection: DatabaseSync): void {
  execute(connection, SHRINKABLE);
  try {
    execute(connection, "VACUUM");
  } catch (error) {
    // Deno lets SQLite attach the file that VACUUM writes only to those who may do everything.
    if (!(error instanceof Error && error.message.startsWith("too many attached"))) throw error;
  }
}

/** Two processes may get here at once: the second finds the first one's work. */
function bringUpToDate(connection: DatabaseSync): void {
  // Of no effect unless the file is empty.
  execute(connection, SHRINKABLE);
  execute(connection, "BEGIN IMMEDIATE");
  for (const step of SCHEMA_STEPS.slice(userVersion(connection))) execute(connection, step);
  execute(connection, `PRAGMA user_version = ${SCHEMA_VERSION}; COMMIT`);
}
