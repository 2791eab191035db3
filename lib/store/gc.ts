/**
 * Collection: removes what no kept run reaches. Works out first what stays, for any store; the store
 * then removes all else. What the pipeline needs as it is now always stays, and so do runs that have a
 * name. Refuses a store in which a run or a record does not read: what it kept could not be told.
 *
 * @module
 */
import type { CacheKey, CodeDigest, Digest } from "../codec/digest.ts";
import { IntegrityError } from "./errors.ts";
import { Holdings } from "./holdings.ts";
import { type RemovedRun, removedRuns } from "./removed_runs.ts";
import type { DamagedRow, Kept, StageRecord, Store, StoredRun, StoreUsage } from "./store.ts";

export type { RemovedArtifact, RemovedRun } from "./removed_runs.ts";

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

/** How much history stays, beside runs that have a name. */
export interface Limits {
  /** How many of the newest runs keep what they used, from 0. Default: all. */
  readonly keepRuns?: number;
  /** Bytes of the objects, from 0: older runs go until they fit. Default: no limit. */
  readonly maxBytes?: number;
}

/** What a collection did, or would do. */
export interface Collection {
  readonly before: StoreUsage;
  readonly after: StoreUsage;
  /** The runs that went, newest first, and what went with each. */
  readonly removed: readonly RemovedRun[];
}

/** Rows listed in a message, at most. */
const LISTED = 3;

/**
 * Collects; the caller sees to it that nobody uses the store meanwhile.
 *
 * @throws {IntegrityError} if a run or a record is damaged; nothing is removed then.
 */
export async function collect(store: Store, roots: Roots, limits: Limits): Promise<Collection> {
  const before = await store.usage();
  const holdings = await holdingsOf(store, roots);
  const kept = whatStays(holdings, roots, limits);
  await store.keepOnly(kept);
  return { before, after: await store.usage(), removed: removedRuns(holdings, kept) };
}

/** What `collect` would do, and refuse. The database's size is taken to stay as it is. */
export async function foresee(store: Store, roots: Roots, limits: Limits): Promise<Collection> {
  const before = await store.usage();
  const holdings = await holdingsOf(store, roots);
  const kept = whatStays(holdings, roots, limits);
  const left = [...holdings.sizes].filter(([digest]) => kept.objects.has(digest));
  const objectBytes = left.reduce((sum, [, sizeBytes]) => sum + sizeBytes, 0);
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
  return { before, after, removed: removedRuns(holdings, kept) };
}

async function holdingsOf(store: Store, { usedBy }: Roots): Promise<Holdings> {
  refuseDamaged(await store.damagedRows());
  const runs = store.runs(Number.MAX_SAFE_INTEGER);
  return new Holdings(await store.objects(), store.allRecords(), runs, usedBy);
}

function refuseDamaged(rows: readonly DamagedRow[]): void {
  const lost = rows.filter(({ kind }) => kind === "run" || kind === "record").map(rowWords);
  if (lost.length === 0) return;
  const more = lost.length > LISTED ? ` and ${lost.length - LISTED} more` : "";
  throw new IntegrityError(
    `Cannot tell what to keep: the store holds what does not read as what was written, ${
      lost.slice(0, LISTED).join(", ")
    }${more}. Nothing was removed. Put back a copy of the store, or remove such rows with ` +
      '"verify --repair"; gc then takes what only they kept',
  );
}

function rowWords({ kind, name, stage, runName }: DamagedRow): string {
  if (kind === "record") return `the record of ${stage}`;
  return runName === null ? `the run ${name}` : `the run ${name} ("${runName}")`;
}

function whatStays(
  holdings: Holdings,
  roots: Roots,
  { keepRuns = Infinity, maxBytes = Infinity }: Limits,
): Kept {
  const kept = new Keeping(holdings.sizes);
  kept.add(holdings.found(roots.current));
  const named = holdings.runs.filter(({ name }) => name !== null);
  for (const run of named) kept.add(holdings.recordsOf(run));
  const runs = new Set(named.map(({ id }) => id));
  for (const run of holdings.runs.slice(0, keepRuns)) {
    const records = holdings.recordsOf(run);
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
