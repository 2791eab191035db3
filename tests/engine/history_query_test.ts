/**
 * Listing, sorting and naming of past runs whose rows are made by hand. `history_test.ts` has it with
 * runs that were executed.
 *
 * @module
 */
import { assertEquals, assertRejects } from "@std/assert";
import type { Engine } from "../../lib/engine/engine.ts";
import { UsageError, type UsageProblem } from "../../lib/engine/errors.ts";
import { definePipeline } from "../../lib/engine/graph.ts";
import { openEngine } from "../../lib/engine/open.ts";
import { MemoryStore } from "../../lib/store/memory_store.ts";
import type { StoredRun } from "../../lib/store/store.ts";
import { nodeOf } from "../support/one_stage.ts";
import { keyFor } from "../support/recorded.ts";

const PIPELINE = definePipeline([
  nodeOf("/", "train", {
    metrics: {
      loss: { better: "lower", description: "how far off" },
      gain: { better: "higher", description: "how well" },
    },
  }),
]);

type Row = Partial<StoredRun> & Pick<StoredRun, "id">;

/** An engine on a store with these runs, oldest first. */
function engineWith(...rows: readonly Row[]): { engine: Engine; store: MemoryStore } {
  const store = new MemoryStore();
  const startedAt = "2026-11-22T09:37:47.000Z";
  for (const row of rows) {
    store.putRun({
      ...{ startedAt, elapsedMs: 5, outcome: "ok", name: null, metrics: {}, summary: null },
      ...row,
    });
  }
  return { engine: openEngine({ pipeline: PIPELINE, root: "/" }, store), store };
}

async function problemOf(work: () => Promise<unknown>): Promise<UsageProblem> {
  const { problems } = await assertRejects(work, UsageError);
  assertEquals(problems.length, 1);
  return problems[0]!;
}

async function ids(engine: Engine, query: Parameters<Engine["runs"]>[0] = {}): Promise<string> {
  return (await engine.runs(query)).map(({ id }) => id).join(" ");
}

Deno.test("runs are listed newest first, as many as asked for, all without a limit", async () => {
  const { engine } = engineWith({ id: "1" }, { id: "2" }, { id: "3" });
  assertEquals(await ids(engine), "3 2 1");
  assertEquals(await ids(engine, { limit: 1 }), "3");
  assertEquals(await ids(engine, { limit: 2 }), "3 2");
  assertEquals(await ids(engine, { limit: 99 }), "3 2 1");
  assertEquals(await ids(engineWith().engine), "");
});

Deno.test("a limit that is no whole number from 1 is refused", async () => {
  const { engine } = engineWith({ id: "1" });
  for (const limit of [0, -1, 1.5, NaN, Infinity]) {
    assertEquals(await problemOf(() => engine.runs({ limit })), {
      subject: "limit",
      message: `limit must be a whole number from 1, got ${limit}`,
    });
  }
});

Deno.test("runs are sorted by the better end that is declared, else the largest first", async () => {
  const { engine } = engineWith(
    { id: "1", metrics: { loss: 2, gain: 2, free: 2 } },
    { id: "2", metrics: { loss: 1, gain: 1, free: 1 } },
    { id: "3", metrics: { loss: 3, gain: 3, free: 3 } },
    { id: "4" },
  );
  assertEquals(await ids(engine, { sort: "loss" }), "2 1 3 4");
  assertEquals(await ids(engine, { sort: "gain" }), "3 1 2 4");
  assertEquals(await ids(engine, { sort: "free" }), "3 1 2 4");
  assertEquals(await ids(engine, { sort: "loss", limit: 2 }), "2 1");
});

Deno.test("a figure that no run has is refused with the one that was meant, or with those there are", async () => {
  const { engine } = engineWith({ id: "1", metrics: { loss: 1, gain: 2 } });
  assertEquals(await problemOf(() => engine.runs({ sort: "lss" })), {
    subject: "lss",
    message: 'No run has the figure "lss"',
    nearest: "loss",
  });
  assertEquals(await problemOf(() => engine.runs({ sort: "accuracy" })), {
    subject: "accuracy",
    message: 'No run has the figure "accuracy"; known: gain, loss',
  });
  const { engine: empty } = engineWith({ id: "1" });
  assertEquals(
    (await problemOf(() => empty.runs({ sort: "loss" }))).message,
    'No run has the figure "loss"; there are no figures yet',
  );
});

Deno.test("a run is given a name, another one, its own again, and none", async () => {
  const { engine } = engineWith({ id: "11" }, { id: "22", name: "wide" });
  assertEquals((await engine.nameRun("11", "best")).name, "best");
  assertEquals((await engine.nameRun("best", "good")).name, "good");
  assertEquals((await engine.nameRun("good", "good")).name, "good");
  assertEquals((await engine.runs()).map(({ name }) => name), ["wide", "good"]);
  assertEquals((await engine.nameRun("good", null)).name, null);
  assertEquals((await engine.nameRun("11", "best")).id, "11");
});

Deno.test("a name that another run has, or none can have, is refused, and nothing is renamed", async () => {
  const { engine } = engineWith({ id: "11", name: "best" }, { id: "22", name: "wide" });
  assertEquals(await problemOf(() => engine.nameRun("22", "best")), {
    subject: "best",
    message: 'Run 11 is called "best" already; choose another name, or take it away ' +
      'there with "runs --rename best="',
  });
  assertEquals((await problemOf(() => engine.nameRun("22", "a b"))).subject, "a b");
  assertEquals((await problemOf(() => engine.nameRun("33", "new"))).subject, "33");
  assertEquals((await engine.runs()).map(({ name }) => name), ["wide", "best"]);
});

Deno.test("a row that says running is running while its run is alive, and died after that", async () => {
  const { engine, store } = engineWith({ id: "11", outcome: "running", elapsedMs: null });
  const record = (stage: string, run: string) =>
    store.putRecord({
      ...{ key: keyFor(stage), stage, run, ownDigest: "", parts: null, outputs: [], log: [] },
      ...{ progress: [], elapsedMs: 7, madeAt: "", metrics: { [stage]: 1 } },
    });
  record("first", "11");
  record("second", "11");
  record("third", "22");
  {
    using _ = await store.beginRun("11");
    const [alive] = await engine.runs();
    assertEquals([alive?.outcome, alive?.stages], ["running", []]);
  }
  const dead = await engine.pastRun("11");
  assertEquals([dead.outcome, dead.elapsedMs, dead.metrics], ["died", null, {
    first: 1,
    second: 1,
  }]);
  assertEquals(dead.stages.map(({ name, state, elapsedMs }) => [name, state, elapsedMs]), [
    ["first", "ran", 7],
    ["second", "ran", 7],
  ]);
});
