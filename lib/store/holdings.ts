/**
 * What a store holds, by what leads to it: runs to records, records to objects.
 *
 * @module
 */
import type { CacheKey, Digest } from "../codec/digest.ts";
import type { StageRecord, StoredObject, StoredRun } from "./store.ts";

/** All runs, the records that are worth something, and the sizes of all objects. */
export class Holdings {
  /** Newest first. */
  readonly runs: readonly StoredRun[];
  readonly sizes: ReadonlyMap<Digest, number>;
  readonly #byKey: ReadonlyMap<CacheKey, StageRecord>;
  readonly #byRun: ReadonlyMap<string, readonly StageRecord[]>;
  readonly #usedBy: (run: StoredRun) => readonly CacheKey[];

  /** @param usedBy Keys that a run used without executing them. */
  constructor(
    objects: readonly StoredObject[],
    records: readonly StageRecord[],
    runs: readonly StoredRun[],
    usedBy: (run: StoredRun) => readonly CacheKey[],
  ) {
    const sizes = new Map(objects.map(({ digest, sizeBytes }) => [digest, sizeBytes]));
    // A record whose object is gone is a miss for every run, so it is worth nothing to any.
    const whole = records.filter(({ outputs }) => outputs.every(({ digest }) => sizes.has(digest)));
    this.runs = runs;
    this.sizes = sizes;
    this.#byKey = new Map(whole.map((record) => [record.key, record]));
    this.#byRun = Map.groupBy(whole, ({ run }) => run);
    this.#usedBy = usedBy;
  }

  /** The records under these keys. */
  found(keys: Iterable<CacheKey>): StageRecord[] {
    return [...keys].flatMap((key) => this.#byKey.get(key) ?? []);
  }

  /** Records of runs that are no longer kept. */
  orphans(): StageRecord[] {
    const ids = new Set(this.runs.map(({ id }) => id));
    return [...this.#byRun].flatMap(([run, records]) => ids.has(run) ? [] : records);
  }

  /** The records that a run used or made, each once. */
  recordsOf(run: StoredRun): StageRecord[] {
    return [...new Set([...this.found(this.#usedBy(run)), ...this.#byRun.get(run.id) ?? []])];
  }
}
