/**
 * An index of the database that leads to another row than it says: a bit that flipped in a page of it.
 *
 * @module
 */
import { assertEquals } from "@std/assert";
import { cacheKey } from "../../lib/codec/digest.ts";
import { Database } from "../../lib/store/database.ts";
import { LocalStore } from "../../lib/store/local_store.ts";
import type { StageRecord } from "../../lib/store/store.ts";
import { temporaryFolder } from "../support/temporary.ts";
import { bytes, recordOf } from "./store_suite.ts";

/** First byte of a page that holds entries of an index, in SQLite's file format. */
const INDEX_LEAF = 0x0a;

/** A store with one record, in whose indexes `from` reads `to`, which has as many bytes. */
async function damaged(folder: string, record: StageRecord, from: string, to: string) {
  {
    using store = new LocalStore(folder);
    await store.prepareForWriting();
    store.putRecord(record);
  }
  const file = await Deno.readFile(`${folder}/state.db`);
  const pageBytes = new DataView(file.buffer).getUint16(16);
  let replaced = 0;
  for (let start = 0; start < file.length; start += pageBytes) {
    if (file[start] !== INDEX_LEAF) continue;
    const page = file.subarray(start, start + pageBytes);
    const at = new TextDecoder("latin1").decode(page).indexOf(from);
    if (at === -1) continue;
    page.set(bytes(to), at);
    replaced += 1;
  }
  assertEquals(replaced, 1, "one index holds it");
  await Deno.writeFile(`${folder}/state.db`, file);
  return new LocalStore(folder);
}

Deno.test("an index of keys that leads to the record of another key is no hit", async () => {
  await using folder = await temporaryFolder();
  const record = await recordOf("first", "a");
  const other = await cacheKey(bytes("other"));
  using store = await damaged(folder.path, record, record.key, other);
  assertEquals(store.record(other), null);
});

Deno.test("an index of stages and digests that leads to another record finds none", async () => {
  const record = await recordOf("first", "a");
  for (const [stage, ownDigest] of [["train", "oww"], ["traim", "own"]] as const) {
    await using folder = await temporaryFolder();
    using store = await damaged(folder.path, record, "trainown", stage + ownDigest);
    assertEquals(store.recordsByOwnDigest(stage, ownDigest), []);
    if (stage !== "train") assertEquals(store.recordsOf(stage, 9), []);
  }
});

Deno.test("a row under another key than its record's is none, whoever asks", async () => {
  await using folder = await temporaryFolder();
  const record = await recordOf("first", "a");
  const other = await cacheKey(bytes("other"));
  using store = new LocalStore(folder.path);
  await store.prepareForWriting();
  store.putRecord(record);
  using database = new Database(`${folder.path}/state.db`);
  database.transaction((run) => run("UPDATE record SET key = ?", other));
  assertEquals([store.record(other), store.record(record.key)], [null, null]);
  assertEquals([store.allRecords(), store.recordsOf("train", 9)], [[], []]);
  assertEquals((await store.damagedRows()).map(({ kind, name }) => [kind, name]), [[
    "record",
    other,
  ]]);
});
