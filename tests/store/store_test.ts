/**
 * Stores of both kinds pass the suite; what follows is about the one in a folder.
 *
 * @module
 */
import {
  assert,
  assertEquals,
  assertRejects,
  assertStringIncludes,
  assertThrows,
} from "@std/assert";
import { artifactDigest } from "../../lib/codec/digest.ts";
import { EnvironmentError, IntegrityError } from "../../lib/store/errors.ts";
import { LocalStore } from "../../lib/store/local_store.ts";
import { MemoryStore } from "../../lib/store/memory_store.ts";
import { objectPath } from "../../lib/store/objects.ts";
import { seal } from "../../lib/store/seal.ts";
import { verifyStore } from "../../lib/store/verify.ts";
import { temporaryFolder } from "../support/temporary.ts";
import { bytes, recordOf, storeSuite } from "./store_suite.ts";

storeSuite("in a folder", async () => {
  const folder = await temporaryFolder();
  const stores: LocalStore[] = [];
  return {
    open: () => {
      const store = new LocalStore(folder.path);
      stores.push(store);
      return store;
    },
    async [Symbol.asyncDispose]() {
      for (const store of stores) store[Symbol.dispose]();
      await folder[Symbol.asyncDispose]();
    },
  };
});

storeSuite("in memory", () => {
  const store = new MemoryStore();
  return Promise.resolve({ open: () => store, [Symbol.asyncDispose]: () => Promise.resolve() });
});

async function prepared(folder: string): Promise<LocalStore> {
  const store = new LocalStore(folder);
  await store.prepareForWriting();
  return store;
}

Deno.test("writing an object leaves no temporary file", async () => {
  await using folder = await temporaryFolder();
  using store = await prepared(folder.path);
  await store.writeObject(await artifactDigest(bytes("x")), bytes("x"));
  assertEquals([...Deno.readDirSync(`${folder.path}/tmp`)], []);
});

Deno.test("what a dead writer left behind is swept before writing", async () => {
  await using folder = await temporaryFolder();
  await Deno.mkdir(`${folder.path}/tmp`);
  await Deno.writeTextFile(`${folder.path}/tmp/left-behind`, "half");
  using _store = await prepared(folder.path);
  assertEquals([...Deno.readDirSync(`${folder.path}/tmp`)], []);
});

Deno.test("an object with another size is damaged, one with other bytes is refused on reading", async () => {
  await using folder = await temporaryFolder();
  using store = await prepared(folder.path);
  const digest = await artifactDigest(bytes("hello"));
  await store.writeObject(digest, bytes("hello"));
  await Deno.writeTextFile(`${folder.path}/${objectPath(digest)}`, "hell");
  assertEquals(store.objectState(digest, 5), "damaged");
  await Deno.writeTextFile(`${folder.path}/${objectPath(digest)}`, "hexlo");
  assertEquals(store.objectState(digest, 5), "present");
  await assertRejects(() => store.readObject(digest), IntegrityError, "is damaged");
});

Deno.test("writing an object again replaces damaged bytes and keeps them aside", async () => {
  await using folder = await temporaryFolder();
  using store = await prepared(folder.path);
  const digest = await artifactDigest(bytes("hello"));
  await store.writeObject(digest, bytes("hello"));
  await Deno.writeTextFile(`${folder.path}/${objectPath(digest)}`, "hexlo");
  await store.writeObject(digest, bytes("hello"));
  assertEquals(await store.readObject(digest), bytes("hello"));
  const [aside] = [...Deno.readDirSync(`${folder.path}/quarantine`)];
  assertEquals(await Deno.readTextFile(`${folder.path}/quarantine/${aside?.name}`), "hexlo");
});

Deno.test("a symbolic link in place of an object is damaged and never followed", async () => {
  await using folder = await temporaryFolder();
  using store = await prepared(folder.path);
  const digest = await artifactDigest(bytes("hello"));
  await store.writeObject(digest, bytes("hello"));
  const path = `${folder.path}/${objectPath(digest)}`;
  await Deno.writeTextFile(`${folder.path}/elsewhere`, "hello");
  await Deno.remove(path);
  await Deno.symlink(`${folder.path}/elsewhere`, path);
  assertEquals(store.objectState(digest, 5), "damaged");
  await assertRejects(() => store.readObject(digest), IntegrityError, "not a regular file");
});

Deno.test("a record that does not read as one is a miss", async () => {
  const record = await recordOf("first", "a");
  const broken = ["", "{", "[]", "null", '{"key":1}', seal({ ...record, outputs: null })];
  for (const body of broken) {
    await using folder = await temporaryFolder();
    using store = await prepared(folder.path);
    store.putRecord(record);
    const { DatabaseSync } = await import("node:sqlite");
    const database = new DatabaseSync(`${folder.path}/state.db`);
    database.prepare("UPDATE record SET body = ?").run(body);
    database.close();
    assertEquals(store.record(record.key), null, body);
    assertEquals(store.allRecords(), [], body);
  }
});

Deno.test("questions to a store that does not exist are answered and create nothing", async () => {
  await using folder = await temporaryFolder();
  using store = new LocalStore(`${folder.path}/none`);
  assertEquals(store.allRecords(), []);
  assertEquals(store.memos().files.size, 0);
  assertEquals([...Deno.readDirSync(folder.path)], []);
});

Deno.test("questions to a store change none of its bytes", async () => {
  await using folder = await temporaryFolder();
  {
    using store = await prepared(folder.path);
    store.putRecord(await recordOf("first", "a"));
  }
  const before = await Deno.readFile(`${folder.path}/state.db`);
  {
    using store = new LocalStore(folder.path);
    assertEquals(store.allRecords().length, 1);
  }
  assertEquals(await Deno.readFile(`${folder.path}/state.db`), before);
  assertEquals(
    [...Deno.readDirSync(folder.path)].some(({ name }) => name.includes("journal")),
    false,
  );
});

Deno.test("a database that is not one is refused and left as it was", async () => {
  await using folder = await temporaryFolder();
  const garbage = "this is not a database, but it is long enough to have a header".repeat(9);
  await Deno.writeTextFile(`${folder.path}/state.db`, garbage);
  using store = new LocalStore(folder.path);
  const error = assertThrows(() => store.allRecords(), IntegrityError);
  assertStringIncludes(error.message, "state.db");
  await assertRejects(() => store.prepareForWriting(), IntegrityError);
  assertEquals(await Deno.readTextFile(`${folder.path}/state.db`), garbage);
});

Deno.test("a store of a newer version is refused and left as it was", async () => {
  await using folder = await temporaryFolder();
  const { DatabaseSync } = await import("node:sqlite");
  const database = new DatabaseSync(`${folder.path}/state.db`);
  database.exec("PRAGMA user_version = 99");
  database.close();
  using store = new LocalStore(folder.path);
  assertThrows(() => store.allRecords(), IntegrityError, "version 99");
});

Deno.test("a folder that is a file is an environment error that names it", async () => {
  await using folder = await temporaryFolder();
  await Deno.writeTextFile(`${folder.path}/file`, "");
  using store = new LocalStore(`${folder.path}/file`);
  await assertRejects(() => store.prepareForWriting(), EnvironmentError, `${folder.path}/file`);
});

Deno.test("verify names each object that is missing, short or has other bytes", async () => {
  await using folder = await temporaryFolder();
  using store = await prepared(folder.path);
  const contents = ["whole", "gone!", "short", "flips"];
  for (const content of contents) {
    const record = await recordOf(content, content);
    await store.writeObject(record.outputs[0]!.digest, bytes(content));
    store.putRecord(record);
  }
  const path = async (content: string): Promise<string> =>
    `${folder.path}/${objectPath(await artifactDigest(bytes(content)))}`;
  await Deno.remove(await path("gone!"));
  await Deno.writeTextFile(await path("short"), "shor");
  await Deno.writeTextFile(await path("flips"), "flipz");
  // As a crash of gc or a damaged row leave one.
  const unnamed = await artifactDigest(bytes("rotten"));
  await store.writeObject(unnamed, bytes("rotten"));
  await Deno.writeTextFile(await path("rotten"), "rottex");
  const { checked, damaged: all } = await verifyStore(store);
  assertEquals(checked, 5);
  assertEquals(all.slice(3), [{ digest: unnamed, stage: null, output: null, problem: "content" }]);
  const damaged = all.slice(0, 3);
  const problems = new Map(damaged.map(({ digest, problem }) => [digest, problem]));
  assertEquals(problems.size, 3);
  assertEquals(problems.get(await artifactDigest(bytes("gone!"))), "missing");
  assertEquals(problems.get(await artifactDigest(bytes("short"))), "size");
  assertEquals(problems.get(await artifactDigest(bytes("flips"))), "content");
  assert(damaged.every(({ stage, output }) => stage === "train" && output === "model"));
});

Deno.test("a collection waits for those who use the store, and who comes later waits for it", async () => {
  await using folder = await temporaryFolder();
  using first = await prepared(folder.path);
  using second = new LocalStore(folder.path);
  using third = new LocalStore(folder.path);
  await second.use();
  const order: string[] = [];
  const { promise: release, resolve } = Promise.withResolvers<void>();
  const { promise: waiting, resolve: onWait } = Promise.withResolvers<void>();
  const collecting = first.whileUnused(onWait, async () => {
    order.push("collection begins");
    await release;
    order.push("collection ends");
  });
  await waiting;
  assertEquals(order, []);
  second[Symbol.dispose]();
  while (order.length === 0) await new Promise((next) => setTimeout(next, 1));
  const using = third.use().then(() => order.push("use"));
  resolve();
  await Promise.all([collecting, using]);
  assertEquals(order, ["collection begins", "collection ends", "use"]);
});

Deno.test("fault 23: a link in place of a folder or file of the store is refused, nothing behind it touched", async () => {
  const names = [
    "objects",
    "objects/%",
    "tmp",
    "quarantine",
    "locks",
    "locks/collection",
    "state.db",
  ];
  for (const name of names) {
    await using folder = await temporaryFolder();
    await using outside = await temporaryFolder();
    const digest = await artifactDigest(bytes("hello"));
    const path = `${folder.path}/${name.replace("%", digest.slice(0, 2))}`;
    const isFolder = !/collection|db/.test(name);
    const target = isFolder ? outside.path : `${outside.path}/file`;
    await Deno.writeTextFile(`${outside.path}/file`, "outside");
    await Deno.mkdir(path.slice(0, path.lastIndexOf("/")), { recursive: true });
    await Deno.symlink(target, path);
    using store = new LocalStore(folder.path);
    await assertRejects(
      async () => {
        await store.prepareForWriting();
        await store.writeObject(digest, bytes("hello"));
      },
      IntegrityError,
      "is a link",
      name,
    );
    assertEquals([...Deno.readDirSync(outside.path)].map((entry) => entry.name), ["file"], name);
    assertEquals(await Deno.readTextFile(`${outside.path}/file`), "outside", name);
  }
});

Deno.test("fault 24: a digest that is not 64 lower-case hex digits makes its record a miss and no path", async () => {
  const record = await recordOf("first", "a");
  const digest = record.outputs[0]!.digest;
  const wrong = ["../../x", digest.toUpperCase(), digest.slice(1), `${digest}0`, "", `${digest}\n`];
  for (const text of wrong) {
    await using folder = await temporaryFolder();
    using store = await prepared(folder.path);
    store.putRecord(record);
    const { DatabaseSync } = await import("node:sqlite");
    const database = new DatabaseSync(`${folder.path}/state.db`);
    const body = seal({ ...record, outputs: [{ ...record.outputs[0], digest: text }] });
    database.prepare("UPDATE record SET body = ?").run(body);
    database.close();
    assertEquals(store.record(record.key), null, text);
    const { checked, damaged, rows } = await verifyStore(store);
    assertEquals([checked, damaged], [0, []], text);
    assertEquals(rows.map(({ kind, name }) => [kind, name]), [["record", record.key]], text);
  }
});

/** Makes a store of the first version of one as it is now, by taking away what came since. */
async function madeOld(folder: string): Promise<void> {
  const { DatabaseSync } = await import("node:sqlite");
  const database = new DatabaseSync(`${folder}/state.db`);
  database.exec(
    "DROP TABLE claim; DROP INDEX run_running; DROP INDEX run_by_name; DROP INDEX run_metric_by_value; ALTER TABLE run DROP COLUMN name; DROP TABLE run_metric",
  );
  database.exec("PRAGMA user_version = 1");
  database.close();
}

Deno.test("a store of the first version answers as it is, and is brought up to date when it is written", async () => {
  await using folder = await temporaryFolder();
  const run = {
    id: "run",
    startedAt: "2026",
    elapsedMs: 1,
    outcome: "ok",
    name: null,
    metrics: { loss: 0.5 },
    summary: 1,
  } as const;
  const record = await recordOf("first", "a");
  {
    using store = await prepared(folder.path);
    store.putRun(run);
    store.putRecord(record);
  }
  await madeOld(folder.path);
  const before = await Deno.readFile(`${folder.path}/state.db`);
  {
    using store = new LocalStore(folder.path);
    assertEquals([store.runs(9), store.allRecords()], [[run], [record]]);
    const history = await store.history();
    assertEquals([history.newest(9, 0), history.withPrefix("r", 9)], [[run], [run]]);
    assertEquals([history.named("best"), history.names(), history.metrics()], [null, [], []]);
    assertEquals(history.hasMetric("loss"), false);
    assertEquals(history.sortedBy("loss", "ascending", 9), [run]);
  }
  assertEquals(await Deno.readFile(`${folder.path}/state.db`), before);
  using store = await prepared(folder.path);
  store.nameRun("run", "best");
  assertEquals(store.runs(9), [{ ...run, name: "best" }]);
  store.putRun({ ...run, id: "next", metrics: { loss: 0.25 } });
  const history = await store.history();
  assertEquals(history.sortedBy("loss", "ascending", 9).map(({ id }) => id), ["next", "run"]);
});

Deno.test("two runs cannot have the same name, whoever puts them", async () => {
  await using folder = await temporaryFolder();
  using store = await prepared(folder.path);
  const run = { startedAt: "2026", elapsedMs: 1, outcome: "ok", metrics: {}, summary: 1 } as const;
  store.putRun({ ...run, id: "one", name: "best" });
  assertThrows(() => store.putRun({ ...run, id: "two", name: "best" }), EnvironmentError, "name");
  assertEquals(store.runs(9).map(({ id }) => id), ["one"]);
});

Deno.test("a record of the first version, which has no progress, is as good as a new one", async () => {
  await using folder = await temporaryFolder();
  using store = await prepared(folder.path);
  const { progress: _, ...old } = await recordOf("first", "a");
  store.putRecord({ ...old, progress: [] });
  const { DatabaseSync } = await import("node:sqlite");
  const database = new DatabaseSync(`${folder.path}/state.db`);
  database.prepare("UPDATE record SET body = ?").run(seal(old));
  database.close();
  assertEquals(store.record(old.key), { ...old, progress: [] });
});
