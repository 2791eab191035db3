/**
 * What the engine keeps between runs, behind one interface: objects by digest, records by key, runs,
 * and the memo of files. Every implementation passes the same tests (`tests/store/store_test.ts`).
 *
 * @module
 */
import type { CacheKey, CodeDigest, Digest } from "../codec/digest.ts";

/** A named artifact of a record. */
export interface StoredOutput {
  readonly name: string;
  readonly digest: Digest;
  readonly sizeBytes: number;
}

/** How far a stage had come at some moment of its execution. */
export interface StoredProgress {
  readonly done: number;
  readonly total: number;
  /** What is counted, in the singular. */
  readonly unit: string;
  readonly note?: string;
  /** Milliseconds since the execution began. */
  readonly afterMs: number;
  /** How many lines had been logged before. */
  readonly afterLines: number;
}

/** What executing a key produced. Its objects are in the store before it is. */
export interface StageRecord {
  readonly key: CacheKey;
  readonly stage: string;
  /** SHA-256 of the key's parts without the inputs: finds records by what is known before they are. */
  readonly ownDigest: string;
  /** The parts that the key was made of; JSON that only the engine reads. */
  readonly parts: unknown;
  readonly outputs: readonly StoredOutput[];
  readonly metrics: { readonly [name: string]: number };
  readonly log: readonly string[];
  readonly progress: readonly StoredProgress[];
  readonly elapsedMs: number;
  readonly run: string;
  /** ISO 8601, UTC. */
  readonly madeAt: string;
}

/** A run that executed something. */
export interface StoredRun {
  readonly id: string;
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  readonly elapsedMs: number | null;
  /** `died` is a run whose process ended before it did. */
  readonly outcome: "running" | "ok" | "failed" | "cancelled" | "died";
  /** What a person calls it; no two runs have the same. */
  readonly name: string | null;
  /**
   * The file of the pipeline that was run, relative to the store. Left out where it is not known:
   * earlier versions did not keep it.
   */
  readonly owner?: string;
  /** Headline figures, all of them finite. */
  readonly metrics: { readonly [name: string]: number };
  /** The request and the result of each stage; JSON that only the engine reads. */
  readonly summary: unknown;
}

/**
 * Runs of the past, found in other ways than newest first. Loaded only by those who ask for it. Rows
 * that do not read are not counted and in no list.
 */
export interface RunHistory {
  count(): number;
  /** Whether there is a row of a run, readable or not. */
  has(id: string): boolean;
  /** Newest first, at most `limit`, without the `skipped` newest. */
  newest(limit: number, skipped: number): StoredRun[];
  /** @throws {IntegrityError} if its row does not read. */
  withId(id: string): StoredRun | null;
  /**
   * Those whose id begins with `prefix`, newest first, at most `limit`.
   *
   * @throws {IntegrityError} if there are some, and none of their rows reads.
   */
  withPrefix(prefix: string, limit: number): StoredRun[];
  /** @throws {IntegrityError} if its row does not read. */
  named(name: string): StoredRun | null;
  /** Names of runs, of the newest first. */
  names(): string[];
  /** Those that say that they go on, newest first; whether their processes do is not looked at. */
  running(): StoredRun[];
  /** Whether some run has this headline figure. */
  hasMetric(metric: string): boolean;
  /** Names of headline figures that some run has, in code-unit order. */
  metrics(): string[];
  /** By a headline figure, at most `limit`; those that lack it come last. Newest first where it is equal. */
  sortedBy(metric: string, order: "ascending" | "descending", limit: number): StoredRun[];
}

/** A bundled stage, found by the digest of its code. */
export interface StoredBundle {
  readonly digest: CodeDigest;
  readonly code: string;
  /** Source map, version 3, with project-relative sources and their text. */
  readonly map: string;
  /** The source files that it was made of; JSON that only the engine reads. */
  readonly sources: unknown;
}

/** What is remembered of a file, to know it again without reading it. */
export interface FileMemo {
  readonly path: string;
  readonly dev: number;
  readonly ino: number;
  readonly sizeBytes: number;
  readonly mtimeMs: number;
  readonly ctimeMs: number;
  readonly sha256: string;
  /** When the file was last read, in Unix milliseconds. */
  readonly readAtMs: number;
}

/** All that is remembered, as one read gives it. */
export interface Memos {
  readonly files: ReadonlyMap<string, FileMemo>;
  /** What bundling a module gave, by project-relative module; JSON that only the engine reads. */
  readonly code: ReadonlyMap<string, unknown>;
}

/** Memos to forget: paths of files, and names under which code is remembered. */
export interface StaleMemos {
  readonly files: readonly string[];
  readonly code: readonly string[];
}

/**
 * A pipeline needs the record of a key, whichever run made it. Kept by collections: they remove the
 * runs that tell so otherwise.
 */
export interface Claim {
  /** The file of the pipeline, relative to the store. */
  readonly owner: string;
  readonly key: CacheKey;
}

/** A run that goes on. It ends when it is disposed of, or with its process. */
export interface LivingRun extends Disposable {
  /** Keeps in mind which stages are being executed, for the case that the process dies. */
  busyWith(stages: readonly string[]): void;
}

/** A row of what is remembered that does not read as what was written. */
export interface DamagedRow {
  readonly kind: "record" | "run" | "bundle" | "memo" | "file";
  /** Key of a record, id of a run, digest of a bundle, module of a memo, path of a file; as it stands there. */
  readonly name: string;
  /** The stage of a record. */
  readonly stage: string | null;
  /** What a person calls a run; it stands beside what is damaged. */
  readonly runName: string | null;
  /** Where it stands, for `removeRows`. */
  readonly place: number;
}

/** How an object is found. */
export type ObjectState = "present" | "missing" | "damaged";

/** An object as it lies in the store, whether or not a record names it. */
export interface StoredObject {
  readonly digest: Digest;
  readonly sizeBytes: number;
}

/** How much there is of everything. */
export interface StoreUsage {
  readonly runs: number;
  readonly records: number;
  readonly bundles: number;
  readonly objects: number;
  /** Damaged objects that were set aside. */
  readonly quarantined: number;
  readonly objectBytes: number;
  readonly databaseBytes: number;
  /** Bytes of the database that hold nothing, for rows to come. */
  readonly emptyBytes: number;
  /** Bytes of all files together, those set aside or left behind by the dead included. */
  readonly sizeBytes: number;
}

/** What stays when all else is removed. */
export interface Kept {
  readonly runs: ReadonlySet<string>;
  readonly records: ReadonlySet<CacheKey>;
  readonly bundles: ReadonlySet<CodeDigest>;
  readonly objects: ReadonlySet<Digest>;
  /** All claims that are kept; each names a record that is kept. */
  readonly claims: readonly Claim[];
  /** Memos that go. */
  readonly stale: StaleMemos;
}

/** Where the engine keeps things. Digests name content: an object is never changed in place. */
export interface Store extends Disposable {
  /** Absolute path of the folder that it lies in; `null` if it lies in none. */
  readonly folder: string | null;

  /**
   * Makes sure that writing will work, creating what is missing. Without it nothing is ever written,
   * so a store that only answers questions may be read-only or absent. Returns warnings about the place
   * where the store lies, for a person to read.
   *
   * @throws {EnvironmentError} if the folder cannot be written, or has no locks.
   */
  prepareForWriting(): Promise<readonly string[]>;

  /** By size alone; reading checks the digest too. */
  objectState(digest: Digest, sizeBytes: number): ObjectState;
  /**
   * The bytes, checked against the digest.
   *
   * @throws {IntegrityError} if the object is missing or its bytes do not have this digest.
   */
  readObject(digest: Digest): Promise<Uint8Array<ArrayBuffer>>;
  /** Keeps bytes under their digest, synced to the disk before this returns. */
  writeObject(digest: Digest, bytes: Uint8Array<ArrayBuffer>): Promise<void>;
  /** Takes an object out of use, keeping its bytes aside for a person to look at. */
  quarantineObject(digest: Digest): Promise<void>;

  record(key: CacheKey): StageRecord | null;
  /** Newest first, at most `limit`. */
  recordsOf(stage: string, limit: number): StageRecord[];
  /** Those with this `ownDigest`, newest first. */
  recordsByOwnDigest(stage: string, ownDigest: string): StageRecord[];
  /** Those that a run made, newest first. */
  recordsOfRun(run: string): StageRecord[];
  allRecords(): StageRecord[];
  /** @throws {TypeError} if the record would not read back; nothing is written then. */
  putRecord(record: StageRecord): void;
  /** Forgets records; their objects stay. */
  forgetRecords(keys: readonly CacheKey[]): void;

  bundle(digest: CodeDigest): StoredBundle | null;
  putBundle(bundle: StoredBundle): void;

  memos(): Memos;
  putMemos(files: readonly FileMemo[], code: ReadonlyMap<string, unknown>): void;
  forgetMemos(stale: StaleMemos): void;

  /**
   * Adds a run, or changes what is known of one but for its name: that may have been changed in the
   * meantime.
   *
   * @throws {TypeError} if the row would not read back; nothing is written then.
   */
  putRun(run: StoredRun): void;
  /**
   * Adds a run that begins and has a name, which run `from` then loses. If another has the name by
   * now, this adds nothing and gives `false`, in whichever process that one is.
   */
  putNamedRun(run: StoredRun, from: string | null): boolean;
  /** Gives a run another name, or none. The caller has seen to it that no other run has it. */
  nameRun(id: string, name: string | null): void;
  /** Marks run `id` as alive. */
  beginRun(id: string): Promise<LivingRun>;
  /**
   * What a run was busy with when its process ended; empty if that is not known, `null` if it is alive.
   * Forgets it: only for who has completed the run's row.
   */
  endedRun(id: string): Promise<readonly string[] | null>;
  /** The same, for as long as nobody has called `endedRun`. Changes nothing. */
  peekRun(id: string): Promise<readonly string[] | null>;
  /** Newest first by when they were first put, whatever the clock says. */
  runs(limit: number): StoredRun[];
  history(): Promise<RunHistory>;

  /**
   * Executes `work` while no other process does so for the same key. `onWait` is called once if it
   * has to wait; the lock of a process that died is free at once.
   */
  exclusively<T>(key: CacheKey, onWait: () => void, work: () => Promise<T>): Promise<T>;

  /**
   * Holds off collections by others until this store is disposed of, so that what is looked up stays
   * there. Waits while one goes on. Writes nothing; a store that was never written needs no holding.
   */
  use(): Promise<void>;
  /**
   * Executes `work` while nobody else uses the store; ends this one's own use. `onWait` is called
   * once if it has to wait.
   */
  whileUnused<T>(onWait: () => void, work: () => Promise<T>): Promise<T>;
  /**
   * Rows that do not read as what was written; everything else passes over them. Rows of files, too,
   * that are not true by `isTrue`. Default: all are.
   *
   * @throws {IntegrityError} if what holds the rows is damaged as a whole.
   */
  damagedRows(isTrue?: (memo: FileMemo) => boolean | Promise<boolean>): Promise<DamagedRow[]>;
  /** Removes such rows, unless they have been written again. */
  removeRows(rows: readonly DamagedRow[]): void;
  /**
   * Whether what holds rows is gone while objects are there, so that nothing tells what they are. Says
   * no of a store that cannot be looked at: whoever uses it finds out what is wrong.
   */
  isHistoryLost(): Promise<boolean>;
  /** What collections have kept in mind of what pipelines need. */
  claims(): Claim[];
  /** Every object that is there, named by a record or not. */
  objects(): Promise<StoredObject[]>;
  /** Measures what is there. */
  usage(): Promise<StoreUsage>;
  /**
   * Removes all that is not kept, and what was set aside. Only for `work` of `whileUnused`. A crash
   * on the way leaves objects without a record, never a record without its objects; only on a disk
   * without any room it may leave records, of those that were to go, whose objects are gone. Gives
   * room in the database back to the file system, where the file allows it.
   */
  keepOnly(kept: Kept): Promise<void>;
}
