/**
 * What every store promises, whatever it is made of.
 *
 * @module
 */
import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import { artifactDigest, cacheKey, codeDigest, type Digest } from "../../lib/codec/digest.ts";
import { EnvironmentError, IntegrityError } from "../../lib/store/errors.ts";
import type { Kept, StageRecord, Store, StoredRun } from "../../lib/store/store.ts";
import { isWhole, verifyStore } from "../../lib/store/verify.ts";

/** A place for a store; opening it again finds what was kept. */
export interface Place extends AsyncDisposable {
  open(): Store;
}

/** UTF-8. */
export const bytes = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text);

/** A record under the key `name`, whose one output holds `content`. */
export async function recordOf(name: string, content: string): Promise<StageRecord> {
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
    progress: [{ done: 1, total: 2, unit: "epoch", note: "loss 0.5", afterMs: 3, afterLines: 1 }],
    elapsedMs: 12.5,
    run: "run-1",
    madeAt: "2026-01-01T00:00:00.000Z",
  };
}

/** What is kept of a store that is emptied. */
export const NOTHING: Kept = {
  runs: new Set(),
  records: new Set(),
  bundles: new Set(),
  objects: new Set(),
  claims: [],
  stale: { files: [], code: [] },
};

const RUN = {
  startedAt: "2026",
  elapsedMs: null,
  outcome: "running",
  name: null,
  metrics: {},
  summary: 1,
} as const;

/** Declares the tests of one kind of store. */
export function storeSuite(kind: string, makePlace: () => Promise<Place>): void {
  const test = (claim: string, fn: (place: Place, store: Store) => Promise<void>): void =>
    Deno.test(`a store ${kind}: ${claim}`, async () => {
      await using place = await makePlace();
      const store = place.open();
      await store.prepareForWriting();
      await fn(place, store);
    });
  objectTests(test);
  rowTests(test);
  historyTests(test);
  collectionTests(test);
}

type Declare = (claim: string, fn: (place: Place, store: Store) => Promise<void>) => void;

function objectTests(test: Declare): void {
  test("preparing a store again has nothing to warn about", async (place, store) => {
    assertEquals(await store.prepareForWriting(), []);
    assertEquals(await place.open().prepareForWriting(), []);
  });

  test("an object comes back as it was written, as often as it is read", async (place, store) => {
    const digest = await artifactDigest(bytes("hello"));
    assertEquals(store.objectState(digest, 5), "missing");
    await assertRejects(() => store.readObject(digest), IntegrityError, "is missing");
    await store.writeObject(digest, bytes("hello"));
    await store.writeObject(digest, bytes("hello"));
    assertEquals(store.objectState(digest, 5), "present");
    assertEquals(store.objectState(digest, 6), "damaged");
    (await store.readObject(digest)).fill(0);
    assertEquals(await place.open().readObject(digest), bytes("hello"));
    assertEquals(await store.objects(), [{ digest, sizeBytes: 5 }]);
  });

  test("an object that is set aside is missing until it is written again", async (_, store) => {
    const digest = await artifactDigest(bytes("hello"));
    await store.writeObject(digest, bytes("hello"));
    await store.quarantineObject(digest);
    await store.quarantineObject(digest);
    assertEquals(store.objectState(digest, 5), "missing");
    assertEquals((await store.usage()).quarantined, 1);
    await store.writeObject(digest, bytes("hello"));
    assertEquals(store.objectState(digest, 5), "present");
  });

  test("verify reads each object once and names those that are missing", async (_, store) => {
    const [first, second] = [await recordOf("first", "a"), await recordOf("second", "b")];
    for (const record of [first, second]) store.putRecord(record);
    store.putRecord({ ...await recordOf("third", "a") });
    await store.writeObject(first.outputs[0]!.digest, bytes("a"));
    const { checked, unnamed, damaged } = await verifyStore(store);
    assertEquals([checked, unnamed], [2, 0]);
    assertEquals(damaged, [
      { digest: second.outputs[0]!.digest, stage: "train", output: "model", problem: "missing" },
    ]);
  });

  test("case 28: verify reads objects that no record names, too", async (_, store) => {
    const record = await recordOf("first", "a");
    store.putRecord(record);
    for (const content of ["a", "left behind"]) {
      await store.writeObject(await artifactDigest(bytes(content)), bytes(content));
    }
    const found = { checked: 2, unnamed: 1, damaged: [], rows: [] };
    assertEquals(await verifyStore(store), found);
  });

  test("a disk that fails while verify reads is no damage", async (_, store) => {
    const record = await recordOf("first", "a");
    store.putRecord(record);
    const objects = [record.outputs[0]!.digest, await artifactDigest(bytes("left behind"))];
    await store.writeObject(objects[0]!, bytes("a"));
    await store.writeObject(objects[1]!, bytes("left behind"));
    for (const digest of objects) {
      const failing = new Proxy(store, {
        get: (target, name) => {
          const member: unknown = Reflect.get(target, name);
          if (name !== "readObject") {
            return typeof member === "function" ? member.bind(target) : member;
          }
          return (asked: Digest) =>
            asked === digest
              ? Promise.reject(new EnvironmentError("Input/output error"))
              : target.readObject(asked);
        },
      });
      await assertRejects(() => verifyStore(failing), EnvironmentError, "Input/output");
      await assertRejects(() => isWhole(failing, digest), EnvironmentError, "Input/output");
    }
  });
}

function rowTests(test: Declare): void {
  test(
    "a record or a run that would not read back is refused, and what was there stays",
    async (place, store) => {
      const record = await recordOf("first", "a");
      store.putRecord(record);
      const step = record.progress[0]!;
      const wrong: readonly object[] = [
        { metrics: { loss: NaN } },
        { metrics: { loss: 5n } },
        { log: [5] },
        { progress: [{ ...step, total: Infinity }] },
        { progress: [{ ...step, note: 5 }] },
        { outputs: [{ name: "model", digest: "no digest", sizeBytes: 1 }] },
        { elapsedMs: NaN },
      ];
      for (const field of wrong) {
        const put = (): void => store.putRecord({ ...record, ...field });
        assertThrows(
          put,
          TypeError,
          'Cannot keep the record of stage "train": it would not read back',
        );
      }
      store.putRun({ ...RUN, id: "run" });
      const wrongRuns: readonly object[] = [
        { metrics: { loss: NaN } },
        { elapsedMs: "5" },
        { summary: 5n },
        { outcome: "odd" },
      ];
      for (const field of wrongRuns) {
        const run = { ...RUN, id: "run", ...field };
        assertThrows(() => store.putRun(run), TypeError, "Cannot keep the row of run run");
        const named = { ...run, id: "other", name: "x" };
        assertThrows(
          () => store.putNamedRun(named, null),
          TypeError,
          "Cannot keep the row of run other",
        );
      }
      const again = place.open();
      assertEquals(again.allRecords(), [record]);
      assertEquals(again.runs(9), [{ ...RUN, id: "run" }]);
      assertEquals(await again.damagedRows(), []);
    },
  );

  test(
    "a record comes back, is found by what is known of it, and can be forgotten",
    async (place, store) => {
      const [first, second] = [await recordOf("first", "a"), await recordOf("second", "b")];
      store.putRecord(first);
      store.putRecord(second);
      const again = place.open();
      assertEquals(again.record(first.key), first);
      assertEquals(again.recordsOf("train", 1), [second]);
      assertEquals(again.recordsOf("train", 9), [second, first]);
      assertEquals(again.recordsByOwnDigest("train", "own"), [second, first]);
      assertEquals(again.recordsByOwnDigest("train", "other"), []);
      assertEquals(again.record(await cacheKey(bytes("never"))), null);
      store.forgetRecords([second.key]);
      assertEquals(again.allRecords(), [first]);
    },
  );

  test("putting a record again makes it the newest", async (_, store) => {
    const [first, second] = [await recordOf("first", "a"), await recordOf("second", "b")];
    for (const record of [first, second, first]) store.putRecord(record);
    assertEquals(store.recordsOf("train", 9), [first, second]);
  });

  test("memos, bundles and runs come back as they were put", async (place, store) => {
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
    store.putBundle(bundle);
    store.putMemos([memo], new Map([["a.ts", { digest }]]));
    const again = place.open();
    assertEquals(again.bundle(digest), bundle);
    assertEquals(again.memos().files.get("a.ts"), memo);
    assertEquals(again.memos().code.get("a.ts"), { digest });
  });

  test(
    "fault 21: runs are newest first by when they were first put, whatever the clock says",
    (place, store) => {
      store.putRun({ ...RUN, id: "first", startedAt: "2030" });
      store.putRun({ ...RUN, id: "second", startedAt: "2020" });
      assertEquals(place.open().runs(1).map(({ id }) => id), ["second"]);
      store.putRun({ ...RUN, id: "first", outcome: "ok", elapsedMs: 5 });
      assertEquals(place.open().runs(9), [
        { ...RUN, id: "second", startedAt: "2020" },
        { ...RUN, id: "first", outcome: "ok", elapsedMs: 5 },
      ]);
      return Promise.resolve();
    },
  );

  test("records are found by the run that made them", async (place, store) => {
    const [first, second] = [await recordOf("first", "a"), await recordOf("second", "b")];
    for (const record of [first, second]) store.putRecord(record);
    store.putRecord({ ...await recordOf("third", "c"), run: "run-10", log: ["run-1"] });
    assertEquals(place.open().recordsOfRun("run-1"), [second, first]);
  });

  test("a run is alive until it is disposed of", async (_, store) => {
    {
      using living = await store.beginRun("one");
      living.busyWith(["train"]);
      assertEquals([await store.peekRun("one"), await store.endedRun("one")], [null, null]);
      assertEquals(await store.endedRun("another"), []);
    }
    assertEquals([await store.peekRun("one"), await store.endedRun("one")], [[], []]);
  });

  test(
    "work on one key goes on one after the other, and the waiting one is told",
    async (_, store) => {
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
      await store.exclusively(key, () => order.push("third waits"), () => Promise.resolve());
      assertEquals(order, ["first begins", "first ends", "second"]);
    },
  );
}

function historyTests(test: Declare): void {
  const put = (store: Store, id: string, more: Partial<StoredRun> = {}): void =>
    store.putRun({ ...RUN, id, ...more });
  const ids = (runs: readonly StoredRun[]): string[] => runs.map(({ id }) => id);

  test("runs are found by the beginning of their id, by name and by age", async (place, store) => {
    for (const id of ["2026a", "2026b", "2027"]) put(store, id);
    put(store, "2028%", { name: "best" });
    const history = await place.open().history();
    assertEquals([history.count(), ids(history.newest(2, 1))], [4, ["2027", "2026b"]]);
    assertEquals(ids(history.withPrefix("2026", 9)), ["2026b", "2026a"]);
    assertEquals(ids(history.withPrefix("2", 1)), ["2028%"]);
    assertEquals(ids(history.withPrefix("%", 9)), []);
    assertEquals([history.withId("2027")?.id, history.withId("2026")], ["2027", null]);
    assertEquals(["2027", "2026"].map((id) => history.has(id)), [true, false]);
    assertEquals(history.named("best"), { ...RUN, id: "2028%", name: "best" });
    assertEquals([history.named("Best"), history.names()], [null, ["best"]]);
  });

  test("a run keeps the name that it was given since, whatever is put", async (place, store) => {
    put(store, "one", { name: "first" });
    store.nameRun("one", "second");
    put(store, "one", { name: "first", outcome: "ok" });
    assertEquals(place.open().runs(1), [{ ...RUN, id: "one", name: "second", outcome: "ok" }]);
    store.nameRun("one", null);
    assertEquals((await place.open().history()).names(), []);
  });

  test("a new run takes a name from the run that was seen to have it, from no other", async (
    place,
    store,
  ) => {
    const begin = (id: string, from: string | null): boolean =>
      store.putNamedRun({ ...RUN, id, name: "best" }, from);
    assertEquals(begin("one", null), true);
    assertEquals(begin("two", null), false);
    assertEquals(begin("three", "one"), true);
    assertEquals(begin("four", "one"), false);
    const history = await place.open().history();
    assertEquals(history.newest(9, 0).map(({ id, name }) => [id, name]), [
      ["three", "best"],
      ["one", null],
    ]);
  });

  test("runs that say that they go on are found among those that ended", async (place, store) => {
    put(store, "ended", { outcome: "ok", summary: { text: '"outcome":"running"' } });
    put(store, "nested", { outcome: "ok", summary: { outcome: "running" } });
    put(store, "one", {});
    put(store, "two", {});
    put(store, "two", { outcome: "failed" });
    put(store, "three", { summary: { settings: { outcome: "ok" } } });
    const running = async (): Promise<string[]> => ids((await place.open().history()).running());
    assertEquals(await running(), ["three", "one"]);
    put(store, "three", { outcome: "died" });
    assertEquals(await running(), ["one"]);
  });

  test("runs are sorted by a figure, those that lack it last, the newest first of equals", async (
    place,
    store,
  ) => {
    const figures = { a: 0.5, b: 0.25, c: null, d: 0.5, e: null };
    for (const [id, loss] of Object.entries(figures)) {
      put(store, id, { metrics: loss === null ? { other: 1 } : { loss } });
    }
    put(store, "a", { metrics: { loss: 0.75 } });
    const history = await place.open().history();
    assertEquals(ids(history.sortedBy("loss", "ascending", 9)), ["b", "d", "a", "e", "c"]);
    assertEquals(ids(history.sortedBy("loss", "descending", 4)), ["a", "d", "b", "e"]);
    assertEquals(history.metrics(), ["loss", "other"]);
    assertEquals(["loss", "los"].map((name) => history.hasMetric(name)), [true, false]);
    await store.keepOnly({ ...NOTHING, runs: new Set(["a"]) });
    assertEquals((await place.open().history()).metrics(), ["loss"]);
  });
}

function collectionTests(test: Declare): void {
  test("a collection keeps claims and no others, and forgets memos", async (place, store) => {
    const [first, second] = [await recordOf("first", "a"), await recordOf("second", "b")];
    for (const record of [first, second]) store.putRecord(record);
    const memo = { dev: 1, ino: 2, sizeBytes: 3, mtimeMs: 4, ctimeMs: 5, sha256: "", readAtMs: 6 };
    const files = ["a.ts", "b.ts", "c.ts"].map((path) => ({ path, ...memo }));
    store.putMemos(files, new Map(["a", "b", "c"].map((name) => [name, name])));
    assertEquals(store.claims(), []);
    const records = new Set([first.key, second.key]);
    const claims = [{ owner: "../a.ts", key: first.key }, { owner: "../b.ts", key: second.key }];
    await store.keepOnly({ ...NOTHING, records, claims, stale: { files: ["a.ts"], code: ["b"] } });
    assertEquals(place.open().claims(), claims);
    store.forgetMemos({ files: ["c.ts", "d.ts"], code: ["c"] });
    const memos = place.open().memos();
    assertEquals([[...memos.files.keys()], [...memos.code.keys()]], [["b.ts"], ["a"]]);
    await store.keepOnly({ ...NOTHING, claims: claims.slice(1) });
    assertEquals(place.open().claims(), claims.slice(1));
  });

  test("keepOnly removes all but what is kept, and what was set aside", async (place, store) => {
    const codes = [await codeDigest(bytes("code")), await codeDigest(bytes("other"))] as const;
    const [kept, gone] = [await recordOf("kept", "a"), await recordOf("gone", "bb")];
    for (const [record, content] of [[kept, "a"], [gone, "bb"]] as const) {
      store.putRecord(record);
      await store.writeObject(record.outputs[0]!.digest, bytes(content));
    }
    const aside = await artifactDigest(bytes("aside"));
    await store.writeObject(aside, bytes("aside"));
    await store.quarantineObject(aside);
    for (const digest of codes) store.putBundle({ digest, code: "code", map: "", sources: [] });
    for (const id of ["kept", "gone"]) store.putRun({ ...RUN, id });
    const before = await store.usage();
    const count = { runs: 2, records: 2, bundles: 2, objects: 2, quarantined: 1, objectBytes: 3 };
    assertEquals({ ...before, ...count }, before);
    await store.whileUnused(() => {}, () =>
      store.keepOnly({
        ...NOTHING,
        runs: new Set(["kept"]),
        bundles: new Set([codes[1]]),
        records: new Set([kept.key]),
        objects: new Set([kept.outputs[0]!.digest]),
      }));
    const after = await place.open().usage();
    const left = { runs: 1, records: 1, bundles: 1, objects: 1, quarantined: 0, objectBytes: 1 };
    assertEquals({ ...after, ...left }, after);
    assertEquals(
      before.sizeBytes - after.sizeBytes,
      before.databaseBytes - after.databaseBytes + 7,
    );
    const again = place.open();
    assertEquals(again.record(kept.key), kept);
    assertEquals(again.runs(9).map(({ id }) => id), ["kept"]);
    assertEquals(codes.map((digest) => again.bundle(digest)?.digest), [undefined, codes[1]]);
    assertEquals(await again.objects(), [{ digest: kept.outputs[0]!.digest, sizeBytes: 1 }]);
  });

  test("the order of records outlives a collection", async (place, store) => {
    const records = await Promise.all([..."abcdefgh"].map((name) => recordOf(name, name)));
    for (const record of records) store.putRecord(record);
    const kept = records.filter((_, i) => i % 2 === 0);
    await store.keepOnly({ ...NOTHING, records: new Set(kept.map(({ key }) => key)) });
    store.putRecord(records[1]!);
    assertEquals(place.open().allRecords(), [records[1], ...kept.toReversed()]);
  });
}
