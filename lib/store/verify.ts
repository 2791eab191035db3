/**
 * Reads every object that a record names and holds it against its digest, and every row against its
 * checksum.
 *
 * @module
 */
import type { Digest } from "../codec/digest.ts";
import { IntegrityError } from "./errors.ts";
import type { DamagedRow, FileMemo, Store } from "./store.ts";

/** An object that is not what its name says, with the record's stage and output that name it. */
export interface DamagedObject {
  readonly digest: Digest;
  readonly stage: string;
  readonly output: string;
  readonly problem: "missing" | "size" | "content";
}

/** What was found in a store. */
export interface Verification {
  /** Objects that were looked at. */
  readonly checked: number;
  readonly damaged: readonly DamagedObject[];
  readonly rows: readonly DamagedRow[];
}

/**
 * Checks each object once, and each row. Changes nothing.
 *
 * @param isTrue Whether what is remembered of a file is true of it. Default: it is.
 */
export async function verifyStore(
  store: Store,
  isTrue?: (memo: FileMemo) => Promise<boolean>,
): Promise<Verification> {
  const rows = await store.damagedRows(isTrue);
  const damaged: DamagedObject[] = [];
  const seen = new Set<string>();
  for (const record of store.allRecords()) {
    for (const { name, digest, sizeBytes } of record.outputs) {
      if (seen.has(digest)) continue;
      seen.add(digest);
      const state = store.objectState(digest, sizeBytes);
      const place = { digest, stage: record.stage, output: name };
      if (state === "missing") damaged.push({ ...place, problem: "missing" });
      else if (state === "damaged") damaged.push({ ...place, problem: "size" });
      else if (!await isWhole(store, digest)) damaged.push({ ...place, problem: "content" });
    }
  }
  return { checked: seen.size, damaged, rows };
}

/** Whether an object can be read and has the bytes that its name says. */
export async function isWhole(store: Store, digest: Digest): Promise<boolean> {
  try {
    await store.readObject(digest);
    return true;
  } catch (error) {
    if (error instanceof IntegrityError) return false;
    throw error;
  }
}
