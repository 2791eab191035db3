import {
  assert,
  assertEquals,
  assertRejects,
  assertStringIncludes,
  assertThrows,
} from "@std/assert";
import { artifactDigest, cacheKey, codeDigest } from "../../lib/codec/digest.ts";
import { EnvironmentError, IntegrityError } from "../../lib/store/errors.ts";
import { LocalStore } from "../../lib/store/local_store.ts";
import { objectPath } from "../../lib/store/objects.ts";
import type { StageRecord } from "../../lib/store/store.ts";
import { verifyStore } from "../../lib/store/verify.ts";
import { temporaryFolder } from "../support/temporary.ts";

const bytes = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text);

async function recordOf(name: string, content: string): Promise<StageRecord> {
  return {
    key: await cacheKey(bytes(name)),
    stage: "train",
    ownDigest: "own",
    parts: { a: 1 },
    outputs: [{
      name: "model",
      digest: await artifactDigest(bytes(content)),
      sizeBytes: content.length,
    }],
    metrics: { loss: 0.5 },
    log: ["a line"],
    elapsedMs: 12.5,
    run: "run-1",
    madeAt: "2026-01-01T00:00:00.000Z",
  };
}

async function prepared(folder: string): Promise<LocalStore> {
  const store = new LocalStore(folder);
  await store.prepareForWriting();
  return store;
}

Deno.test("an object comes back as it was written", async () => {
  await using folder = await temporaryFolder();
  using store = await prepared(folder.path);
  const digest = await artifactDigest(bytes("hello"));
  assertEquals(store.objectState(digest, 5), "missing");
  await store.writeObject(digest, bytes("hello"));
  assertEquals(store.objectState(digest, 5), "present");
  assertEquals(await store.readObject(digest), bytes("hello"));
});

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

Deno.test("what a living writer is writing is not swept", async () => {
  await using folder = await temporaryFolder();
  await Deno.mkdir(`${folder.path}/tmp`);
  using file = await Deno.open(`${folder.path}/tmp/busy`, { write: true, createNew: true });
  await file.lock(true);
  using _store = await prepared(folder.path);
  assertEquals([...Deno.readDirSync(`${folder.path}/tmp`)].length, 1);
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

Deno.test("a record comes back as it was put, and is found by what is known of it", async () => {
  await using folder = await temporaryFolder();
  const [first, second] = [await recordOf("first", "a"), await recordOf("second", "b")];
  {
    using store = await prepared(folder.path);
    store.putRecord(first);
    store.putRecord(second);
  }
  using store = new LocalStore(folder.path);
  assertEquals(store.record(first.key), first);
  assertEquals(store.recordsOf("train", 1), [second]);
  assertEquals(store.recordsOf("train", 9), [second, first]);
  assertEquals(store.recordsByOwnDigest("train", "own"), [second, first]);
  assertEquals(store.recordsByOwnDigest("train", "other"), []);
  assertEquals(store.record(await cacheKey(bytes("never"))), null);
});

Deno.test("putting a record again makes it the newest", async () => {
  await using folder = await temporaryFolder();
  using store = await prepared(folder.path);
  const [first, second] = [await recordOf("first", "a"), await recordOf("second", "b")];
  for (const record of [first, second, first]) store.putRecord(record);
  assertEquals(store.recordsOf("train", 9), [first, second]);
});

Deno.test("a record that does not read as one is a miss", async () => {
  const record = await recordOf("first", "a");
  const broken = ["", "{", "[]", "null", '{"key":1}', JSON.stringify({ ...record, outputs: null })];
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

Deno.test("memos, bundles and runs come back as they were put", async () => {
  await using folder = await temporaryFolder();
  const digest = await codeDigest(bytes("code"));
  const bundle = { digest, code: "code", map: "{}", sources: [{ path: "a.ts" }] };
  const memo = {
    path: "a.ts",
    dev: 1,
    ino: 2 ** 40 + 1,
    sizeBytes: 3,
    mtimeMs: 1700000000123,
    ctimeMs: 1700000000000,
    sha256: "f".repeat(64),
    readAtMs: 1700000009000,
  };
  const run = {
    id: "r",
    startedAt: "2026",
    elapsedMs: null,
    outcome: "running",
    summary: 1,
  } as const;
  {
    using store = await prepared(folder.path);
    store.putBundle(bundle);
    store.putMemos([memo], new Map([["a.ts", { digest }]]));
    store.putRun(run);
    store.putRun({ ...run, outcome: "ok", elapsedMs: 5 });
  }
  using store = new LocalStore(folder.path);
  assertEquals(store.bundle(digest), bundle);
  assertEquals(store.memos().files.get("a.ts"), memo);
  assertEquals(store.memos().code.get("a.ts"), { digest });
  assertEquals(store.runs(5), [{ ...run, outcome: "ok", elapsedMs: 5 }]);
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

Deno.test("work on one key goes on one after the other, and the waiting one is told", async () => {
  await using folder = await temporaryFolder();
  using store = await prepared(folder.path);
  const key = await cacheKey(bytes("key"));
  const { promise: release, resolve } = Promise.withResolvers<void>();
  const order: string[] = [];
  const first = store.exclusively(key, () => order.push("first waits"), async () => {
    order.push("first begins");
    await release;
    order.push("first ends");
  });
  while (order.length === 0) await new Promise((next) => setTimeout(next, 1));
  const { promise: waiting, resolve: onWait } = Promise.withResolvers<void>();
  const second = store.exclusively(key, onWait, () => Promise.resolve(order.push("second")));
  await waiting;
  resolve();
  await Promise.all([first, second]);
  assertEquals(order, ["first begins", "first ends", "second"]);
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
  const { checked, damaged } = await verifyStore(store);
  assertEquals(checked, 4);
  const problems = new Map(damaged.map(({ digest, problem }) => [digest, problem]));
  assertEquals(problems.size, 3);
  assertEquals(problems.get(await artifactDigest(bytes("gone!"))), "missing");
  assertEquals(problems.get(await artifactDigest(bytes("short"))), "size");
  assertEquals(problems.get(await artifactDigest(bytes("flips"))), "content");
  assert(damaged.every(({ stage, output }) => stage === "train" && output === "model"));
});
