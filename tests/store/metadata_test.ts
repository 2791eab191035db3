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
import { type Answer, ask, commitHalfway, fill, NAMES } from "./metadata.ts";
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
      assertStringIncludes(error.message, "move it to another folder and keep it there");
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
  const { database, journal } = await commitHalfway(folder.path, added);
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

Deno.test("what a dead run was busy with is read at whatever byte its writing was cut", async () => {
  await using folder = await temporaryFolder();
  using store = new LocalStore(folder.path);
  await store.prepareForWriting();
  const text = "fetch\npreprocess";
  for (let offset = 0; offset <= text.length; offset++) {
    await Deno.writeTextFile(`${folder.path}/locks/run-dead`, text.slice(0, offset));
    const stages = await store.endedRun("dead");
    assertEquals(stages, text.slice(0, offset).split("\n").filter((name) => name !== ""));
    assertEquals(await store.endedRun("dead"), []);
  }
});
