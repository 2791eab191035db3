/**
 * A store in memory, gone with the process: for scripts that hand it to `openEngine`, to run a pipeline
 * and leave nothing behind, and for tests. No command uses it.
 *
 * @module
 */
import type { CacheKey, CodeDigest, Digest } from "../codec/digest.ts";
import { IntegrityError } from "./errors.ts";
import { recordText, runText } from "./rows.ts";
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

/**
 * An empty store.
 *
 * @example
 * ```ts
 * import { artifactDigest } from "../codec/digest.ts";
 * import { MemoryStore } from "./memory_store.ts";
 * import { assertEquals } from "@std/assert";
 *
 * using store = new MemoryStore();
 * const bytes = new Uint8Array([1, 2, 3]);
 * const digest = await artifactDigest(bytes);
 * await store.writeObject(digest, bytes);
 * assertEquals(store.objectState(digest, 3), "present");
 * assertEquals(await store.readObject(digest), bytes);
 * ```
 */
export class MemoryStore implements Store {
  readonly folder = null;
  readonly #objects = new Map<Digest, Uint8Array<ArrayBuffer>>();
  readonly #aside: Uint8Array<ArrayBuffer>[] = [];
  /** Oldest first, as all maps here: a key that is put again moves to the end. */
  readonly #records = new Map<CacheKey, StageRecord>();
  readonly #bundles = new Map<CodeDigest, StoredBundle>();
  readonly #runs = new Map<string, StoredRun>();
  readonly #living = new Set<string>();
  readonly #files = new Map<string, FileMemo>();
  readonly #code = new Map<string, unknown>();
  #claims: readonly Claim[] = [];
  readonly #working = new Map<CacheKey, Promise<unknown>>();

  prepareForWriting(): Promise<readonly string[]> {
    return Promise.resolve([]);
  }

  objectState(digest: Digest, sizeBytes: number): ObjectState {
    const bytes = this.#objects.get(digest);
    if (bytes === undefined) return "missing";
    return bytes.byteLength === sizeBytes ? "present" : "damaged";
  }

  /** A copy: whoever reads an object may hand its buffer on. */
  readObject(digest: Digest): Promise<Uint8Array<ArrayBuffer>> {
    const bytes = this.#objects.get(digest);
    if (bytes !== undefined) return Promise.resolve(bytes.slice());
    return Promise.reject(
      new IntegrityError(`Object ${digest} is missing; run the pipeline to make it again`),
    );
  }

  writeObject(digest: Digest, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
    if (!this.#objects.has(digest)) this.#objects.set(digest, bytes.slice());
    return Promise.resolve();
  }

  quarantineObject(digest: Digest): Promise<void> {
    const bytes = this.#objects.get(digest);
    if (bytes !== undefined) this.#aside.push(bytes);
    this.#objects.delete(digest);
    return Promise.resolve();
  }

  record(key: CacheKey): StageRecord | null {
    return this.#records.get(key) ?? null;
  }

  recordsOf(stage: string, limit: number): StageRecord[] {
    return this.allRecords().filter((record) => record.stage === stage).slice(0, limit);
  }

  recordsByOwnDigest(stage: string, ownDigest: string): StageRecord[] {
    return this.allRecords().filter((record) =>
      record.stage === stage && record.ownDigest === ownDigest
    );
  }

  recordsOfRun(run: string): StageRecord[] {
    return this.allRecords().filter((record) => record.run === run);
  }

  allRecords(): StageRecord[] {
    return [...this.#records.values()].reverse();
  }

  putRecord(record: StageRecord): void {
    // Refused here as it is where records are written.
    recordText(record);
    this.#records.delete(record.key);
    this.#records.set(record.key, record);
  }

  forgetRecords(keys: readonly CacheKey[]): void {
    for (const key of keys) this.#records.delete(key);
  }

  bundle(digest: CodeDigest): StoredBundle | null {
    return this.#bundles.get(digest) ?? null;
  }

  putBundle(bundle: StoredBundle): void {
    this.#bundles.set(bundle.digest, bundle);
  }

  memos(): Memos {
    return { files: new Map(this.#files), code: new Map(this.#code) };
  }

  putMemos(files: readonly FileMemo[], code: ReadonlyMap<string, unknown>): void {
    for (const memo of files) this.#files.set(memo.path, memo);
    for (const [module, body] of code) this.#code.set(module, body);
  }

  forgetMemos({ files, code }: StaleMemos): void {
    for (const path of files) this.#files.delete(path);
    for (const module of code) this.#code.delete(module);
  }

  putRun(run: StoredRun): void {
    runText(run);
    const { name } = this.#runs.get(run.id) ?? run;
    this.#runs.set(run.id, { ...run, name });
  }

  putNamedRun(run: StoredRun, from: string | null): boolean {
    runText(run);
    const holder = this.runs(Infinity).find(({ name }) => name === run.name);
    if (holder !== undefined && holder.id !== from) return false;
    if (holder !== undefined) this.nameRun(holder.id, null);
    this.#runs.set(run.id, run);
    return true;
  }

  nameRun(id: string, name: string | null): void {
    const run = this.#runs.get(id);
    if (run !== undefined) this.#runs.set(id, { ...run, name });
  }

  beginRun(id: string): Promise<LivingRun> {
    this.#living.add(id);
    return Promise.resolve({
      busyWith: () => {},
      [Symbol.dispose]: () => void this.#living.delete(id),
    });
  }

  /** Its runs end with the process that could ask. */
  endedRun(id: string): Promise<readonly string[] | null> {
    return Promise.resolve(this.#living.has(id) ? null : []);
  }

  peekRun(id: string): Promise<readonly string[] | null> {
    return this.endedRun(id);
  }

  runs(limit: number): StoredRun[] {
    return [...this.#runs.values()].reverse().slice(0, limit);
  }

  async history(): Promise<RunHistory> {
    const { MemoryRunHistory } = await import("./memory_run_history.ts");
    return new MemoryRunHistory(() => this.runs(Infinity));
  }

  async exclusively<T>(key: CacheKey, onWait: () => void, work: () => Promise<T>): Promise<T> {
    const before = this.#working.get(key);
    if (before !== undefined) onWait();
    const working = (before ?? Promise.resolve()).then(work, work);
    this.#working.set(key, working);
    try {
      return await working;
    } finally {
      if (this.#working.get(key) === working) this.#working.delete(key);
    }
  }

  /** No other process can reach this store. */
  use(): Promise<void> {
    return Promise.resolve();
  }

  whileUnused<T>(_onWait: () => void, work: () => Promise<T>): Promise<T> {
    return work();
  }

  /** Values are kept as they are. */
  damagedRows(): Promise<DamagedRow[]> {
    return Promise.resolve([]);
  }

  removeRows(): void {}

  isHistoryLost(): Promise<boolean> {
    return Promise.resolve(false);
  }

  claims(): Claim[] {
    return [...this.#claims];
  }

  objects(): Promise<StoredObject[]> {
    const objects = [...this.#objects].map(([digest, { byteLength }]) => ({
      digest,
      sizeBytes: byteLength,
    }));
    return Promise.resolve(objects);
  }

  usage(): Promise<StoreUsage> {
    const objectBytes = bytesOf(this.#objects.values());
    return Promise.resolve({
      runs: this.#runs.size,
      records: this.#records.size,
      bundles: this.#bundles.size,
      objects: this.#objects.size,
      quarantined: this.#aside.length,
      objectBytes,
      databaseBytes: 0,
      emptyBytes: 0,
      sizeBytes: objectBytes + bytesOf(this.#aside),
    });
  }

  keepOnly(kept: Kept): Promise<void> {
    this.#aside.length = 0;
    this.#claims = kept.claims;
    this.forgetMemos(kept.stale);
    for (const id of this.#runs.keys()) if (!kept.runs.has(id)) this.#runs.delete(id);
    for (const key of this.#records.keys()) if (!kept.records.has(key)) this.#records.delete(key);
    for (const code of this.#bundles.keys()) {
      if (!kept.bundles.has(code)) this.#bundles.delete(code);
    }
    for (const digest of this.#objects.keys()) {
      if (!kept.objects.has(digest)) this.#objects.delete(digest);
    }
    return Promise.resolve();
  }

  [Symbol.dispose](): void {}
}

function bytesOf(objects: Iterable<Uint8Array>): number {
  let sum = 0;
  for (const { byteLength } of objects) sum += byteLength;
  return sum;
}
