/**
 * Collection: removes what no kept run reaches. Works out first what stays, for any store; the store
 * then removes all else. What the pipeline needs as it is now always stays.
 *
 * @module
 */
import type { CacheKey, CodeDigest, Digest } from "../codec/digest.ts";
import type { Kept, StageRecord, Store, StoredObject, StoredRun, StoreUsage } from "./store.ts";

/** What stays whatever the limits are, and how runs and records lead to more; the engine knows. */
export interface Roots {
  /** Keys that the pipeline needs as it is now. */
  readonly current: ReadonlySet<CacheKey>;
  /** Bundles that it needs. */
  readonly bundles: ReadonlySet<CodeDigest>;
  /** Keys that a run used without executing them. */
  readonly usedBy: (run: StoredRun) => readonly CacheKey[];
  readonly codeOf: (record: StageRecord) => CodeDigest | null;
}

/** How much history stays. */
export interface Limits {
  /** The newest runs, from 0. Default: all. */
  readonly keepRuns?: number;
  /** Bytes of the objects, from 0: older runs go until they fit. Default: any number. */
  readonly maxBytes?: number;
}

/** What a collection did, or would do. */
export interface Collection {
  readonly before: StoreUsage;
  readonly after: StoreUsage;
}

/** Collects; the caller sees to it that nobody uses the store meanwhile. */
export async function collect(store: Store, roots: Roots, limits: Limits): Promise<Collection> {
  const before = await store.usage();
  await store.keepOnly(whatStays(store, await store.objects(), roots, limits));
  return { before, after: await store.usage() };
}

/** What `collect` would do. The database's size is taken to stay as it is. */
export async function foresee(store: Store, roots: Roots, limits: Limits): Promise<Collection> {
  const before = await store.usage();
  const objects = await store.objects();
  const kept = whatStays(store, objects, roots, limits);
  const left = objects.filter(({ digest }) => kept.objects.has(digest));
  const objectBytes = left.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  const after = {
    runs: kept.runs.size,
    records: kept.records.size,
    bundles: kept.bundles.size,
    objects: left.length,
    quarantined: 0,
    objectBytes,
    databaseBytes: before.databaseBytes,
    sizeBytes: before.databaseBytes + objectBytes,
  };
  return { before, after };
}

function whatStays(
  store: Store,
  objects: readonly StoredObject[],
  roots: Roots,
  { keepRuns = Infinity, maxBytes = Infinity }: Limits,
): Kept {
  const sizes = new Map(objects.map(({ digest, sizeBytes }) => [digest, sizeBytes]));
  // A record whose object is gone is a miss for every run, so it is worth nothing to any.
  const whole = store.allRecords().filter(({ outputs }) =>
    outputs.every(({ digest }) => sizes.has(digest))
  );
  const byKey = new Map(whole.map((record) => [record.key, record]));
  const byRun = Map.groupBy(whole, ({ run }) => run);
  const found = (keys: Iterable<CacheKey>): StageRecord[] =>
    [...keys].flatMap((key) => byKey.get(key) ?? []);

  const kept = new Keeping(sizes);
  kept.add(found(roots.current));
  const runs = new Set<string>();
  for (const run of store.runs(Math.min(keepRuns, Number.MAX_SAFE_INTEGER))) {
    const records = [...found(roots.usedBy(run)), ...byRun.get(run.id) ?? []];
    if (kept.bytesWith(records) > maxBytes) break;
    kept.add(records);
    runs.add(run.id);
  }
  const codes = [...kept.records.values()].flatMap((record) => roots.codeOf(record) ?? []);
  return {
    runs,
    records: new Set(kept.records.keys()),
    bundles: new Set([...roots.bundles, ...codes]),
    objects: kept.objects,
  };
}

/** Records that stay, with the objects that they name. */
class Keeping {
  readonly records = new Map<CacheKey, StageRecord>();
  readonly objects = new Set<Digest>();
  readonly #sizes: ReadonlyMap<Digest, number>;
  #bytes = 0;

  constructor(sizes: ReadonlyMap<Digest, number>) {
    this.#sizes = sizes;
  }

  add(records: readonly StageRecord[]): void {
    this.#bytes = this.bytesWith(records);
    for (const record of records) this.records.set(record.key, record);
    for (const digest of digestsOf(records)) this.objects.add(digest);
  }

  /** Bytes of the objects once these records stay too. */
  bytesWith(records: readonly StageRecord[]): number {
    const more = new Set(digestsOf(records)).difference(this.objects);
    return [...more].reduce((sum, digest) => sum + (this.#sizes.get(digest) ?? 0), this.#bytes);
  }
}

function digestsOf(records: readonly StageRecord[]): Digest[] {
  return records.flatMap(({ outputs }) => outputs.map(({ digest }) => digest));
}
