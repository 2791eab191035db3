/**
 * The store's database and its journal, cut. Either is refused by name or something is missed; nothing
 * wrong is found.
 *
 * @module
 */
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { IntegrityError } from "../../lib/store/errors.ts";
import { LocalStore } from "../../lib/store/local_store.ts";
import { temporaryFolder } from "../support/temporary.ts";
import { type Answer, ask, fill, NAMES } from "./metadata.ts";
import { recordOf } from "./store_suite.ts";

const SECTOR = 512;

/** Offsets within the first page's header, and around the border of each sector. */
function offsetsOf(sizeBytes: number): number[] {
  const header = Array.from({ length: 110 }, (_, i) => i);
  const borders = Array.from({ length: Math.ceil(sizeBytes / SECTOR) }, (_, i) => i * SECTOR);
  const around = borders.flatMap((at) => [at - 1, at, at + 1]);
  return [...new Set([...header, ...around])].filter((at) => at >= 0 && at < sizeBytes).sort((
    a,
    b,
  ) => b - a);
}

Deno.test("faults 9 and 10: a database cut at any sector is refused or missed, never a wrong hit", async () => {
  await using folder = await temporaryFolder();
  await fill(folder.path);
  const records = await Promise.all(NAMES.map((name) => recordOf(name, name)));
  const path = `${folder.path}/state.db`;
  const { size } = await Deno.stat(path);
  assertEquals(ask(folder.path, records), "hit");
  const answers = new Map<Answer, number>();
  for (const offset of offsetsOf(size)) {
    await Deno.truncate(path, offset);
    const answer = ask(folder.path, records);
    answers.set(answer, (answers.get(answer) ?? 0) + 1);
  }
  assert(answers.get("missed")! > 0 && answers.get("refused")! > 0, JSON.stringify([...answers]));
  // Nothing at all is a store in which nothing was kept yet.
  assertEquals((await Deno.stat(path)).size, 0);
  assertEquals(ask(folder.path, records), "missed");
});

Deno.test("a database that was cut is refused for writing too, or is made anew and works", async () => {
  const record = await recordOf("new", "new");
  const answers: string[] = [];
  for (const offset of [0, 1, 99, 100, 511, 512, 4095, 4096, 8192, 20000]) {
    await using folder = await temporaryFolder();
    await fill(folder.path);
    const path = `${folder.path}/state.db`;
    await Deno.truncate(path, offset);
    const before = await Deno.readFile(path);
    using store = new LocalStore(folder.path);
    try {
      await store.prepareForWriting();
      store.putRecord(record);
      assertEquals(store.record(record.key), record);
      answers.push("works");
    } catch (error) {
      assert(error instanceof IntegrityError, String(error));
      assertStringIncludes(error.message, "Move the file away");
      assertEquals(await Deno.readFile(path), before);
      answers.push("refused");
    }
  }
  assertEquals([answers[0], answers.includes("refused")], ["works", true]);
});

Deno.test("fault 10: after a crash in a commit, a journal cut at any sector is no wrong hit", async () => {
  await using folder = await temporaryFolder();
  await fill(folder.path);
  const old = await Promise.all(NAMES.map((name) => recordOf(name, name)));
  const added = await Promise.all(
    Array.from({ length: 60 }, (_, i) => recordOf(`new ${i}`, `new ${i}`)),
  );
  const [database, journal] = await commitHalfway(folder.path, added);
  for (const offset of [journal.length, ...offsetsOf(journal.length)]) {
    await using copy = await temporaryFolder();
    await Deno.writeFile(`${copy.path}/state.db`, database);
    await Deno.writeFile(`${copy.path}/state.db-journal`, journal.subarray(0, offset));
    ask(copy.path, [...old, ...added]);
    // A whole journal takes the commit back.
    if (offset < journal.length) continue;
    using store = new LocalStore(copy.path);
    assertEquals(store.allRecords(), old.toReversed());
  }
});

/** The files of the database as a power loss in the middle of a commit leaves them. */
async function commitHalfway(
  folder: string,
  records: readonly { readonly key: string; readonly stage: string }[],
): Promise<[Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>]> {
  const { DatabaseSync } = await import("node:sqlite");
  const connection = new DatabaseSync(`${folder}/state.db`);
  // A cache of one page, so that pages are written before the commit.
  connection.exec("PRAGMA cache_size = 1; PRAGMA cache_spill = 1; BEGIN IMMEDIATE");
  const insert = connection.prepare("INSERT INTO record VALUES (?, ?, 'own', ?)");
  for (const record of records) insert.run(record.key, record.stage, JSON.stringify(record));
  const files = await Promise.all(
    ["state.db", "state.db-journal"].map((name) => Deno.readFile(`${folder}/${name}`)),
  );
  connection.exec("ROLLBACK");
  connection.close();
  return [files[0]!, files[1]!];
}
