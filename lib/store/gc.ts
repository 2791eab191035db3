/**
 * Collection: removes what no kept run reaches. Works out first what stays, for any store; the store
 * then removes all else. What the pipeline needs as it is now always stays, and so do runs that have a
 * name, and unless told otherwise what other pipelines on the store need. Refuses a store in which a
 * run or a record does not read: what it kept could not be told.
 *
 * @module
 */
import type { CacheKey, CodeDigest, Digest } from "../codec/digest.ts";
import { IntegrityError } from "./errors.ts";
import { Holdings } from "./holdings.ts";
import { needsOfOthers, type OtherNeeds, type Pipelines } from "./other_needs.ts";
import { type RemovedRun, removedRuns } from "./removed_runs.ts";
import type {
  Claim,
  DamagedRow,
  Kept,
  StageRecord,
  StaleMemos,
  Store,
  StoredRun,
  StoreUsage,
} from "./store.ts";

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
  readonly pipelines: Pipelines;
  /** Memos that nobody can use any more. */
  readonly stale: StaleMemos;
}

/** How much history stays, beside runs that have a name. */
export interface Limits {
  /** How many of the pipeline's newest runs keep what they used, from 0. Default: all. */
  readonly keepRuns?: number;
  /** Bytes of all objects, from 0: the pipeline's older runs go until they fit. Default: no limit. */
  readonly maxBytes?: number;
  /** The limits are for the runs of all pipelines on the store. Default: false. */
  readonly all?: boolean;
}

/** What stays for another pipeline, and would go without it. */
export interface KeptForOther {
  /** Absolute path of its file; `null` where it is not known which pipeline it is. */
  readonly pipeline: string | null;
  readonly runs: number;
  readonly records: number;
  readonly objects: number;
  readonly objectBytes: number;
}

/** What a collection did, or would do. */
export interface Collection {
  readonly before: StoreUsage;
  readonly after: StoreUsage;
  /** The runs that went, newest first, and what went with each. */
  readonly removed: readonly RemovedRun[];
  readonly keptForOthers: readonly KeptForOther[];
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
  const { kept, keptForOthers } = whatStays(holdings, store.claims(), roots, limits);
  await store.keepOnly(kept);
  const removed = removedRuns(holdings, kept, roots.pipelines);
  return { before, after: await store.usage(), removed, keptForOthers };
}

/** What `collect` would do, and refuse. The database's size is taken to stay as it is. */
export async function foresee(store: Store, roots: Roots, limits: Limits): Promise<Collection> {
  const before = await store.usage();
  const holdings = await holdingsOf(store, roots);
  const { kept, keptForOthers } = whatStays(holdings, store.claims(), roots, limits);
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
    emptyBytes: before.emptyBytes,
    sizeBytes: before.databaseBytes + objectBytes,
  };
  return { before, after, removed: removedRuns(holdings, kept, roots.pipelines), keptForOthers };
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

/** What stays, and what of it for others. */
interface Stay {
  readonly kept: Kept;
  readonly keptForOthers: readonly KeptForOther[];
}

function whatStays(
  holdings: Holdings,
  claims: readonly Claim[],
  roots: Roots,
  { keepRuns = Infinity, maxBytes = Infinity, all = false }: Limits,
): Stay {
  const others = all ? [] : needsOfOthers(holdings, claims, roots.pipelines);
  const runs = new Set(others.flatMap(({ runs }) => runs.map(({ id }) => id)));
  const own = holdings.runs.filter(({ id }) => !runs.has(id));
  const named = holdings.runs.filter(({ name }) => name !== null);
  const kept = new Keeping(holdings.sizes);
  /** What would stay without the others, too. */
  const ownKept = new Keeping(holdings.sizes);
  const keep = (records: readonly StageRecord[]): void => {
    kept.add(records);
    ownKept.add(records);
  };
  keep(holdings.found(roots.current));
  for (const run of named) keep(holdings.recordsOf(run));
  for (const { id } of named) runs.add(id);
  for (const { records } of others) kept.add(records);
  for (const run of own.slice(0, keepRuns)) {
    const records = holdings.recordsOf(run);
    if (kept.bytesWith(records) > maxBytes) break;
    keep(records);
    runs.add(run.id);
  }
  return {
    kept: {
      runs,
      records: new Set(kept.records.keys()),
      bundles: new Set([...roots.bundles, ...codesOf(kept, roots)]),
      objects: kept.objects,
      claims: claimsLeft(kept, claims, roots),
      stale: roots.stale,
    },
    keptForOthers: others.map((other) => keptFor(other, ownKept, holdings))
      .filter(({ runs, records, objects }) => runs + records + objects > 0),
  };
}

function codesOf({ records }: Keeping, { codeOf }: Roots): CodeDigest[] {
  return [...records.values()].flatMap((record) => codeOf(record) ?? []);
}

/**
 * What the pipeline needs as it is now, as the rows of the runs that made it may be gone; and the
 * claims of others, as far as something is left that they are about.
 */
function claimsLeft(
  { records }: Keeping,
  claims: readonly Claim[],
  { current, pipelines: { owner, otherOf } }: Roots,
): Claim[] {
  const own = [...current].map((key) => ({ owner, key }));
  const others = claims.filter((claim) => otherOf(claim.owner, []) !== "own");
  return [...own, ...others].filter(({ key }) => records.has(key));
}

function keptFor(
  { pipeline, runs, records }: OtherNeeds,
  own: Keeping,
  { sizes }: Holdings,
): KeptForOther {
  const objects = new Set(digestsOf(records)).difference(own.objects);
  return {
    pipeline,
    runs: runs.filter(({ name }) => name === null).length,
    records: records.filter(({ key }) => !own.records.has(key)).length,
    objects: objects.size,
    objectBytes: [...objects].reduce((sum, digest) => sum + (sizes.get(digest) ?? 0), 0),
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
