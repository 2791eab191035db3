/**
 * Measuring a store in a folder, and removing what does not stay.
 *
 * @module
 */
import type { Digest } from "../codec/digest.ts";
import type { Database, KeptRows } from "./database.ts";
import { refuseLink, sweepTemporary } from "./durable.ts";
import { EnvironmentError, IntegrityError } from "./errors.ts";
import type { FileSystem } from "./file_system.ts";
import type { Objects } from "./objects.ts";
import { deleteMemos } from "./memo_rows.ts";
import { replaceClaims } from "./rows.ts";
import type { Kept, StageRecord, StoredObject, StoreUsage } from "./store.ts";
import { isDiskFull, systemFailure } from "./system_error.ts";

/** What a store in a folder is made of. */
export interface StoreParts {
  readonly folder: string;
  readonly files: FileSystem;
  readonly objects: Objects;
  readonly database: Database;
}

/** Files of the database; the second is there while one is written, or after a crash. */
const DATABASE_FILES = ["state.db", "state.db-journal"];

/** See `Store.usage`. */
export async function usageOf(parts: StoreParts): Promise<StoreUsage> {
  const { folder, files, database } = parts;
  const sizeOf = (paths: readonly string[]): number =>
    sum(paths.map((path) => files.look(`${folder}/${path}`)?.sizeBytes ?? 0));
  const objects = await parts.objects.list();
  const quarantined = await list(parts, "quarantine");
  const objectBytes = sum(objects.map(({ sizeBytes }) => sizeBytes));
  const databaseBytes = sizeOf(DATABASE_FILES);
  const emptyBytes = database.emptyBytes();
  const asideBytes = sizeOf([...quarantined, ...await list(parts, "tmp")]);
  return {
    runs: database.count("run"),
    records: database.count("record"),
    bundles: database.count("bundle"),
    objects: objects.length,
    quarantined: quarantined.length,
    objectBytes,
    databaseBytes,
    emptyBytes,
    sizeBytes: objectBytes + databaseBytes + asideBytes,
  };
}

/**
 * See `Store.keepOnly`. What nothing names goes first: that needs no room on the disk, of which there
 * may be none. Then rows, which needs some; then the objects that they named. Where there is no room
 * even so, those objects make it, if they are large enough. Last, when there is most of it, the
 * database is made smaller, which needs room for a while.
 */
export async function keepOnly(
  parts: StoreParts,
  records: readonly StageRecord[],
  kept: Kept,
): Promise<void> {
  try {
    await removeRest(parts, records, kept);
  } catch (error) {
    if (error instanceof IntegrityError || error instanceof EnvironmentError) throw error;
    throw systemFailure(`Cannot remove what is not kept from "${parts.folder}"`, error);
  }
}

async function removeRest(
  parts: StoreParts,
  records: readonly StageRecord[],
  kept: Kept,
): Promise<void> {
  const { folder, files, objects } = parts;
  for (const path of await list(parts, "quarantine")) await files.remove(`${folder}/${path}`);
  await sweepTemporary(files, folder);
  const recorded = new Set(records.flatMap(({ outputs }) => outputs.map(({ digest }) => digest)));
  const surplus = (await objects.list()).filter(({ digest }) => !kept.objects.has(digest));
  const named = surplus.filter(({ digest }) => recorded.has(digest));
  await objects.remove(digestsOf(surplus.filter(({ digest }) => !recorded.has(digest))));
  const rows: KeptRows = {
    run: ["id", kept.runs],
    run_metric: ["run", kept.runs],
    record: ["key", kept.records],
    bundle: ["digest", kept.bundles],
  };
  const keepRows = (): void =>
    parts.database.keepOnly(rows, (run) => {
      replaceClaims(kept.claims, run);
      deleteMemos(kept.stale, run);
    });
  await removeNamed(parts, named, keepRows);
  parts.database.shrink();
}

/** Rows, then the objects that records among them name; the other way round where that makes room. */
async function removeNamed(
  parts: StoreParts,
  named: readonly StoredObject[],
  keepRows: () => void,
): Promise<void> {
  const { folder, files, objects } = parts;
  try {
    keepRows();
  } catch (error) {
    if (!isDiskFull(error) || !makesRoom(parts, named)) throw error;
    await objects.remove(digestsOf(named));
    return keepRows();
  }
  // SQLite does not sync the removal of its journal: a journal that is back after a power loss would
  // bring back the rows, whose objects must then be there.
  if (named.length > 0) await files.syncFolder(folder);
  await objects.remove(digestsOf(named));
}

/** Whether forgetting rows has room once these are gone: a journal holds each page once at most. */
function makesRoom({ folder, files }: StoreParts, objects: readonly StoredObject[]): boolean {
  const databaseBytes = files.look(`${folder}/state.db`)?.sizeBytes ?? 0;
  return sum(objects.map(({ sizeBytes }) => sizeBytes)) > 2 * databaseBytes;
}

function digestsOf(objects: readonly StoredObject[]): Digest[] {
  return objects.map(({ digest }) => digest);
}

async function list({ folder, files }: StoreParts, name: string): Promise<string[]> {
  refuseLink(files, `${folder}/${name}`);
  return (await files.list(`${folder}/${name}`)).map((file) => `${name}/${file}`);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, n) => total + n, 0);
}
