/**
 * Databases to be damaged, and what may be found in them then.
 *
 * @module
 */
import { assert, assertEquals, assertThrows } from "@std/assert";
import { codeDigest } from "../../lib/codec/digest.ts";
import { Database } from "../../lib/store/database.ts";
import { EnvironmentError, IntegrityError } from "../../lib/store/errors.ts";
import { LocalStore } from "../../lib/store/local_store.ts";
import type { StageRecord } from "../../lib/store/store.ts";
import { bytes, recordOf } from "./store_suite.ts";

/** Names of the records that `fill` puts. */
export const NAMES = ["first", "second", "third"] as const;

/** Puts records, a bundle, a memo and a run into the store in `folder`. */
export async function fill(folder: string): Promise<void> {
  using store = new LocalStore(folder);
  await store.prepareForWriting();
  for (const name of NAMES) store.putRecord(await recordOf(name, name));
  const digest = await codeDigest(bytes("code"));
  store.putBundle({ digest, code: "code", map: "{}", sources: [] });
  store.putMemos([], new Map([["a.ts", { digest }]]));
  store.putRun({
    id: "run",
    startedAt: "2026",
    elapsedMs: 1,
    outcome: "ok",
    name: "best",
    metrics: { loss: 0.5 },
    summary: { stages: [] },
  });
}

/** What a question to a damaged store came to. */
export type Answer = "refused" | "missed" | "hit";

/**
 * Asks the store for everything. A refusal names the database; whatever is found is what was put.
 * Fails on any other error and on a wrong hit.
 */
export function ask(folder: string, records: readonly StageRecord[]): Answer {
  using store = new LocalStore(folder);
  try {
    const found = records.map((record) => {
      const hit = store.record(record.key);
      if (hit !== null) assertEquals(hit, record);
      return hit;
    });
    for (const record of store.allRecords()) {
      assertEquals(record, records.find(({ key }) => key === record.key));
    }
    store.recordsOf("train", 9);
    store.runs(9);
    store.memos();
    return found.some((hit) => hit === null) ? "missed" : "hit";
  } catch (error) {
    assert(error instanceof IntegrityError, String(error));
    assert(error.message.includes(`${folder}/state.db`), error.message);
    return "refused";
  }
}

/** Ends a transaction before its commit. */
class Halfway extends Error {}

/** The files of the database as a power loss in the middle of a commit leaves them. */
export function commitHalfway(
  folder: string,
  records: readonly { readonly key: string; readonly stage: string }[],
): { database: Uint8Array<ArrayBuffer>; journal: Uint8Array<ArrayBuffer> } {
  const path = `${folder}/state.db`;
  using connection = new Database(path);
  const files: Uint8Array<ArrayBuffer>[] = [];
  assertThrows(() =>
    connection.transaction((run) => {
      // A cache of one page, so that pages are written before the commit.
      for (const pragma of ["cache_size", "cache_spill"]) run(`PRAGMA ${pragma} = 1`);
      for (const { key, stage, ...rest } of records) {
        const body = JSON.stringify({ key, stage, ...rest });
        run("INSERT INTO record VALUES (?, ?, 'own', ?)", key, stage, body);
      }
      files.push(...[path, `${path}-journal`].map((file) => Deno.readFileSync(file)));
      throw new Halfway();
    }), EnvironmentError);
  const [database, journal] = files;
  assert(database !== undefined && journal !== undefined);
  return { database, journal };
}
