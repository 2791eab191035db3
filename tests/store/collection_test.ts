/**
 * What a collection keeps, on small stores in memory: limits to the byte, bundles, claims.
 *
 * @module
 */
import { assertEquals, assertRejects } from "@std/assert";
import { codeDigest } from "../../lib/codec/digest.ts";
import { collect, type Limits, type Roots } from "../../lib/store/gc.ts";
import { MemoryStore } from "../../lib/store/memory_store.ts";
import type { StoredRun } from "../../lib/store/store.ts";
import { bytes, recordOf } from "./store_suite.ts";

const RUN = {
  startedAt: "2026",
  elapsedMs: 1,
  outcome: "ok",
  name: null,
  metrics: {},
  summary: null,
} as const;

const ROOTS: Roots = {
  current: new Set(),
  bundles: new Set(),
  usedBy: () => [],
  codeOf: () => null,
  pipelines: {
    owner: "../own.ts",
    otherOf: (owner) => owner === "../other.ts" ? "/other.ts" : "own",
    fileOf: (owner) => owner.replace("..", ""),
    stagesOf: () => [],
  },
  stale: { files: [], code: [] },
};

/** A store in which run `i` made one object of `sizes[i]` bytes; the last is the newest. */
async function storeOf(
  sizes: readonly number[],
  more: Partial<StoredRun> = {},
): Promise<MemoryStore> {
  const store = new MemoryStore();
  for (const [i, size] of sizes.entries()) {
    const content = String(i).repeat(size);
    const record = { ...await recordOf(`key-${i}`, content), run: `run-${i}` };
    await store.writeObject(record.outputs[0]!.digest, bytes(content));
    store.putRecord(record);
    store.putRun({ ...RUN, id: `run-${i}`, owner: "../own.ts", ...more });
  }
  return store;
}

Deno.test("--max-bytes keeps a run with which the objects take exactly as many bytes", async () => {
  const kept = async (limits: Limits): Promise<string[]> => {
    const store = await storeOf([10, 20, 30]);
    await collect(store, ROOTS, limits);
    return store.runs(9).map(({ id }) => id);
  };
  assertEquals(await kept({ maxBytes: 60 }), ["run-2", "run-1", "run-0"]);
  assertEquals(await kept({ maxBytes: 59 }), ["run-2", "run-1"]);
  assertEquals(await kept({ maxBytes: 50 }), ["run-2", "run-1"]);
  assertEquals(await kept({ maxBytes: 49 }), ["run-2"]);
  assertEquals(await kept({ maxBytes: 30 }), ["run-2"]);
  assertEquals(await kept({ maxBytes: 29 }), []);
  assertEquals(await kept({ keepRuns: 1, maxBytes: 60 }), ["run-2"]);
  assertEquals(await kept({ keepRuns: 3 }), ["run-2", "run-1", "run-0"]);
  assertEquals(await kept({ keepRuns: 0 }), []);
});

Deno.test("bundles stay that the pipeline needs now or that a kept record was made by, and no others", async () => {
  const store = await storeOf([10]);
  const codes = await Promise.all(["now", "kept", "old"].map((code) => codeDigest(bytes(code))));
  const [now, ofKept, old] = codes as [typeof codes[0], typeof codes[0], typeof codes[0]];
  for (const digest of codes) store.putBundle({ digest, code: "", map: "", sources: [] });
  const roots = { ...ROOTS, bundles: new Set([now]), codeOf: () => ofKept };
  await collect(store, roots, {});
  assertEquals([now, ofKept, old].map((digest) => store.bundle(digest) !== null), [
    true,
    true,
    false,
  ]);
  await collect(store, roots, { keepRuns: 0 });
  assertEquals([now, ofKept].map((digest) => store.bundle(digest) !== null), [true, false]);
});

Deno.test("claims are what the pipeline needs now and what others claim, as far as it is there", async () => {
  const store = await storeOf([1, 2, 3]);
  const [current, claimed, gone] = await Promise.all(
    [0, 1, 9].map(async (i) => (await recordOf(`key-${i}`, "")).key),
  ) as [never, never, never];
  const claims = [
    { owner: "../other.ts", key: claimed },
    { owner: "../other.ts", key: gone },
    { owner: "../dead.ts", key: claimed },
  ];
  await collect(store, ROOTS, {});
  await store.keepOnly({
    runs: new Set(),
    records: new Set(store.allRecords().map(({ key }) => key)),
    bundles: new Set(),
    objects: new Set((await store.objects()).map(({ digest }) => digest)),
    claims,
    stale: { files: [], code: [] },
  });
  const roots = { ...ROOTS, current: new Set([current]) };
  const { keptForOthers } = await collect(store, roots, { keepRuns: 0 });
  assertEquals(keptForOthers, [
    { pipeline: "/other.ts", runs: 0, records: 1, objects: 1, objectBytes: 2 },
  ]);
  assertEquals(store.claims(), [
    { owner: "../own.ts", key: current },
    { owner: "../other.ts", key: claimed },
  ]);
  // Those of others go with what they are about.
  await collect(store, ROOTS, { keepRuns: 0, all: true });
  assertEquals([store.claims(), store.allRecords()], [[], []]);
});

Deno.test("named runs stay, of whichever pipeline, and count for nobody else", async () => {
  const store = await storeOf([5, 6]);
  store.putRun({ ...RUN, id: "run-0", owner: "../other.ts" });
  store.nameRun("run-0", "best");
  const { keptForOthers } = await collect(store, ROOTS, { keepRuns: 0, all: true });
  assertEquals([store.runs(9).map(({ id }) => id), keptForOthers], [["run-0"], []]);
  const again = await collect(store, ROOTS, { keepRuns: 0 });
  assertEquals([store.runs(9).length, again.keptForOthers], [1, []]);
});

Deno.test("a row that does not read stops a collection before anything is removed", async () => {
  const store = await storeOf([5]);
  store.damagedRows = () =>
    Promise.resolve([{ kind: "run", name: "run-7", stage: null, runName: "best", place: 1 }]);
  await assertRejects(
    () => collect(store, ROOTS, { keepRuns: 0 }),
    Error,
    'the run run-7 ("best")',
  );
  assertEquals(store.runs(9).length, 1);
});
