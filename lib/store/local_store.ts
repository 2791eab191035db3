/**
 * The store in a folder: objects as files, all else in `state.db`.
 *
 * @module
 */
import type { CacheKey, CodeDigest, Digest } from "../codec/digest.ts";
import { Database } from "./database.ts";
import { findDamagedRows, type MemoCheck, removeRows } from "./damaged_rows.ts";
import { makeFolders, refuseLink, sweepTemporary } from "./durable.ts";
import { EnvironmentError, IntegrityError } from "./errors.ts";
import { FileLocks } from "./file_locks.ts";
import type { FileSystem } from "./file_system.ts";
import { Lease } from "./lease.ts";
import type { StoreParts } from "./local_collection.ts";
import { localFileSystem } from "./local_file_system.ts";
import { withLock } from "./locks.ts";
import { deleteMemos, putMemos, readMemos } from "./memo_rows.ts";
import { Objects } from "./objects.ts";
import { parseJson, parseRecord } from "./parse.ts";
import {
  claims,
  insertBundle,
  insertNamedRun,
  insertRun,
  jsonText,
  recordText,
  runText,
  storedRuns,
  text,
} from "./rows.ts";
import { systemFailure } from "./system_error.ts";
import type {
  Claim,
  DamagedRow,
  FileMemo,
  Kept,
  LivingRun,
  Memos,
  ObjectState,
  RunHistory,
  StageRecord,
  StaleMemos,
  Store,
  StoredBundle,
  StoredObject,
  StoredRun,
  StoreUsage,
} from "./store.ts";

/** A store in `folder`, an absolute path. Nothing is created or opened before it is needed. */
export class LocalStore implements Store {
  readonly folder: string;
  readonly #files: FileSystem;
  readonly #objects: Objects;
  readonly #database: Database;
  readonly #locks: FileLocks;
  readonly #lease: Lease;

  /**
   * @param files Default: those of this machine.
   * @param isAlone Whether no other process uses the store, so that locks may be missing.
   */
  constructor(
    folder: string,
    files: FileSystem = localFileSystem,
    isAlone: boolean = false,
  ) {
    this.folder = folder;
    this.#files = files;
    this.#objects = new Objects(folder, files);
    this.#database = new Database(`${folder}/state.db`);
    this.#locks = new FileLocks(folder, isAlone);
    this.#lease = new Lease(folder, this.#locks);
  }

  async prepareForWriting(): Promise<string[]> {
    this.#database.checkPath();
    let isSynced;
    try {
      await Deno.mkdir(this.folder, { recursive: true });
      await this.#lease.share(true);
      for (const name of ["objects", "tmp"]) await makeFolders(this.#files, this.folder, name);
      refuseLink(this.#files, `${this.folder}/quarantine`);
      await sweepTemporary(this.#files, this.folder);
      isSynced = await this.#files.syncFolder(this.folder);
    } catch (error) {
      if (error instanceof IntegrityError || error instanceof EnvironmentError) throw error;
      throw systemFailure(`Cannot use "${this.folder}" as a store`, error);
    }
    this.#database.prepareForWriting();
    return [
      ...(isSynced ? [] : [
        `The file system of "${this.folder}" cannot sync folders: a power loss may take results ` +
        "that seemed kept; their stages then run again",
      ]),
      ...(this.#locks.areMissing
        ? [
          `The file system of "${this.folder}" has no file locks: let no other process use this ` +
          "store before this one has ended",
        ]
        : []),
    ];
  }

  objectState(digest: Digest, sizeBytes: number): ObjectState {
    return this.#objects.state(digest, sizeBytes);
  }

  readObject(digest: Digest): Promise<Uint8Array<ArrayBuffer>> {
    return this.#objects.read(digest);
  }

  writeObject(digest: Digest, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
    return this.#objects.write(digest, bytes);
  }

  quarantineObject(digest: Digest): Promise<void> {
    return this.#objects.quarantine(digest);
  }

  record(key: CacheKey): StageRecord | null {
    return this.#records("WHERE key = ?", key)[0] ?? null;
  }

  recordsOf(stage: string, limit: number): StageRecord[] {
    return this.#records("WHERE stage = ? ORDER BY rowid DESC LIMIT ?", stage, limit)
      .filter((record) => record.stage === stage);
  }

  recordsByOwnDigest(stage: string, ownDigest: string): StageRecord[] {
    return this.#records(
      "WHERE stage = ? AND own_digest = ? ORDER BY rowid DESC",
      stage,
      ownDigest,
    ).filter((record) => record.stage === stage && record.ownDigest === ownDigest);
  }

  recordsOfRun(run: string): StageRecord[] {
    const records = this.#records("WHERE instr(body, ?) ORDER BY rowid DESC", JSON.stringify(run));
    return records.filter((record) => record.run === run);
  }

  allRecords(): StageRecord[] {
    return this.#records("ORDER BY rowid DESC");
  }

  /**
   * A row that does not read as a record counts as missing: the stage runs again. So does one whose
   * key is not its record's: SQLite reads the key from the index, and a damaged index may lead to
   * another row.
   */
  #records(where: string, ...values: (string | number)[]): StageRecord[] {
    return this.#database.all(`SELECT key, body FROM record ${where}`, ...values).flatMap((row) => {
      const record = parseRecord(text(row, "body"));
      return record !== null && record.key === row["key"] ? [record] : [];
    });
  }

  putRecord(record: StageRecord): void {
    const body = recordText(record);
    this.#database.transaction((run) =>
      run(
        "INSERT OR REPLACE INTO record (key, stage, own_digest, body) VALUES (?, ?, ?, ?)",
        record.key,
        record.stage,
        record.ownDigest,
        body,
      )
    );
  }

  forgetRecords(keys: readonly CacheKey[]): void {
    this.#database.transaction((run) => {
      for (const key of keys) run("DELETE FROM record WHERE key = ?", key);
    });
  }

  bundle(digest: CodeDigest): StoredBundle | null {
    const row = this.#database.all("SELECT * FROM bundle WHERE digest = ?", digest)[0];
    if (row === undefined) return null;
    const sources = parseJson(text(row, "sources"));
    return { digest, code: text(row, "code"), map: text(row, "map"), sources };
  }

  putBundle(bundle: StoredBundle): void {
    const sources = jsonText(`the sources of bundle ${bundle.digest}`, bundle.sources);
    this.#database.transaction((run) => insertBundle(bundle, sources, run));
  }

  memos(): Memos {
    return readMemos(this.#database);
  }

  putMemos(files: readonly FileMemo[], code: ReadonlyMap<string, unknown>): void {
    putMemos(files, code, this.#database);
  }

  forgetMemos(stale: StaleMemos): void {
    this.#database.transaction((run) => deleteMemos(stale, run));
  }

  putRun(stored: StoredRun): void {
    const body = runText(stored);
    this.#database.transaction((run) => insertRun(stored, body, run));
  }

  putNamedRun(stored: StoredRun, from: string | null): boolean {
    const body = runText(stored);
    return this.#database.transaction((run) => insertNamedRun(stored, body, from, run));
  }

  nameRun(id: string, name: string | null): void {
    this.#database.transaction((run) => run("UPDATE run SET name = ? WHERE id = ?", name, id));
  }

  runs(limit: number): StoredRun[] {
    const name = this.#database.version() < 2 ? "NULL AS name" : "name";
    const sql = `SELECT id, body, ${name} FROM run ORDER BY rowid DESC LIMIT ?`;
    return storedRuns(this.#database.all(sql, limit));
  }

  async history(): Promise<RunHistory> {
    const { LocalRunHistory } = await import("./local_run_history.ts");
    return new LocalRunHistory(this.#database);
  }

  async beginRun(id: string): Promise<LivingRun> {
    const { beginRun } = await import("./living_runs.ts");
    return await beginRun(this.folder, this.#locks, id);
  }

  async endedRun(id: string): Promise<readonly string[] | null> {
    const { endedRun } = await import("./living_runs.ts");
    return await endedRun(this.folder, this.#locks, id);
  }

  async peekRun(id: string): Promise<readonly string[] | null> {
    const { peekRun } = await import("./living_runs.ts");
    return await peekRun(this.folder, this.#locks, id);
  }

  exclusively<T>(key: CacheKey, onWait: () => void, work: () => Promise<T>): Promise<T> {
    return withLock(this.folder, this.#locks, key, onWait, work);
  }

  async use(): Promise<void> {
    this.#database.checkPath();
    await this.#lease.share(false);
  }

  whileUnused<T>(onWait: () => void, work: () => Promise<T>): Promise<T> {
    this.#database.checkPath();
    // Where nothing is, nothing is made either.
    return this.#files.look(this.folder) === null ? work() : this.#lease.alone(onWait, work);
  }

  async damagedRows(isTrue: MemoCheck = () => true): Promise<DamagedRow[]> {
    return await findDamagedRows(this.#database, isTrue);
  }

  removeRows(rows: readonly DamagedRow[]): void {
    removeRows(this.#database, rows);
  }

  async isHistoryLost(): Promise<boolean> {
    try {
      const database = this.#files.look(`${this.folder}/state.db`);
      return (database?.sizeBytes ?? 0) === 0 && (await this.#objects.list()).length > 0;
    } catch {
      return false;
    }
  }

  claims(): Claim[] {
    if (!this.#database.hasClaims()) return [];
    return claims(this.#database.all("SELECT owner, key FROM claim"));
  }

  objects(): Promise<StoredObject[]> {
    return this.#objects.list();
  }

  async usage(): Promise<StoreUsage> {
    const { usageOf } = await import("./local_collection.ts");
    return await usageOf(this.#parts());
  }

  async keepOnly(kept: Kept): Promise<void> {
    const { keepOnly } = await import("./local_collection.ts");
    await keepOnly(this.#parts(), this.allRecords(), kept);
  }

  #parts(): StoreParts {
    return {
      folder: this.folder,
      files: this.#files,
      objects: this.#objects,
      database: this.#database,
    };
  }

  [Symbol.dispose](): void {
    this.#database[Symbol.dispose]();
    this.#lease[Symbol.dispose]();
  }
}
