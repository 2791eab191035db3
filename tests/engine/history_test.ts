/**
 * Past runs through the engine, on a real store: listed, found, named, and those that died.
 *
 * @module
 */
import { assert, assertEquals, assertRejects } from "@std/assert";
import type { Engine } from "../../lib/engine/engine.ts";
import { UsageError, type UsageProblem } from "../../lib/engine/errors.ts";
import { definePipeline, type Node } from "../../lib/engine/graph.ts";
import { openEngine } from "../../lib/engine/open.ts";
import type { RunResult } from "../../lib/engine/result.ts";
import { LocalStore } from "../../lib/store/local_store.ts";
import { MemoryStore } from "../../lib/store/memory_store.ts";
import { nodeOf, writeFiles } from "../support/one_stage.ts";
import { temporaryFolder } from "../support/temporary.ts";

const FILES = {
  "first.ts": `export const run = ({ params, metric, log }) => {
    log("n is " + params.n);
    if (params.n === 13) throw new RangeError("13 is bad luck");
    metric("first.loss", params.n / 2);
    return { x: params.n };
  };`,
  "second.ts": `export const run = ({ inputs, metric }) => {
    metric("second.accuracy", 1 / inputs.x);
    return { x: inputs.x + 1 };
  };`,
};

/** `second` takes what `first` gives. */
function twoNodes(root: string): Node[] {
  const n = { type: "integer", default: 1, description: "a number" } as const;
  const patience = { type: "integer", default: 5, description: "how long to wait" } as const;
  const metrics = { "first.loss": { better: "lower", description: "how far off it is" } } as const;
  const second = nodeOf(root, "second", { inputs: { x: "a number" } });
  return [
    nodeOf(root, "first", { params: { n }, settings: { patience }, metrics }),
    { ...second, inputs: { x: { node: "first", output: "x" } } },
  ];
}

/** An engine on the two nodes, with a folder of its own. */
async function inWorld(work: (engine: Engine, root: string) => Promise<void>): Promise<void> {
  await using folder = await temporaryFolder();
  await writeFiles(folder.path, FILES);
  const pipeline = definePipeline(twoNodes(folder.path));
  using engine = openEngine({ pipeline, root: folder.path });
  await work(engine, folder.path);
}

async function problemOf(work: () => Promise<unknown>): Promise<UsageProblem> {
  const { problems } = await assertRejects(work, UsageError);
  assertEquals(problems.length, 1);
  return problems[0]!;
}

Deno.test(
  "a run is read back as it went: params, settings, stages, reasons, figures",
  () =>
    inWorld(async (engine) => {
      const first = await engine.run({ name: "base", params: { first: { n: 1 } } });
      const second = await engine.run({
        params: { first: { n: 4, patience: 6 } },
        until: "second",
        command: "deno task pipeline --set first.n=4",
      });
      const [newest, oldest, ...more] = await engine.runs();
      assertEquals(more, []);
      assertEquals([newest!.id, oldest!.id], [second.run, first.run]);
      assertEquals([newest!.name, oldest!.name], [null, "base"]);
      // A param that is given as the default is no difference.
      assertEquals(oldest!.params, {});
      assertEquals(newest!.params, { first: { n: 4 } });
      assertEquals(newest!.settings["first"], { patience: 6 });
      assertEquals(oldest!.settings["first"], { patience: 5 });
      assertEquals([newest!.until, newest!.only], ["second", null]);
      assertEquals(newest!.command, "deno task pipeline --set first.n=4");
      assertEquals(newest!.outcome, "ok");
      assertEquals(newest!.elapsedMs, second.elapsedMs);
      assertEquals(newest!.metrics, { "first.loss": 2, "second.accuracy": 0.25 });
      assertEquals(
        newest!.stages.map(({ name, state, reasons }) => ({ name, state, reasons })),
        second.stages.map(({ name, state, reasons }) => ({ name, state, reasons })),
      );
      assertEquals(newest!.stages[0]!.reasons, [
        { kind: "param", subject: "first.n", before: 1, after: 4 },
      ]);
      const recorded = await engine.recorded(newest!.stages[1]!.key!);
      assertEquals(recorded!.run, second.run);
      assertEquals(recorded!.inputs["x"]!.stage, "first");
      assertEquals(recorded!.sources.map(({ path }) => path), ["second.ts"]);
      assertEquals(await engine.read(recorded!.outputs["x"]!), 5);
    }),
);

Deno.test(
  "a run of hits is no run; one in which a stage fails is, with its error",
  () =>
    inWorld(async (engine) => {
      await engine.run();
      await engine.run();
      assertEquals((await engine.runs()).length, 1);
      await engine.run({ params: { first: { n: 13 } } });
      const [failed] = await engine.runs();
      assertEquals(failed!.outcome, "failed");
      assertEquals(failed!.stages.map(({ state }) => state), ["failed", "blocked"]);
      assertEquals(failed!.stages[0]!.error!.message, "13 is bad luck");
      assertEquals(failed!.stages[0]!.log, ["n is 13"]);
      assertEquals(failed!.metrics, {});
    }),
);

Deno.test(
  "runs are found by the beginning of their id, by name and by age",
  () =>
    inWorld(async (engine) => {
      for (const n of [1, 2, 3]) await engine.run({ params: { first: { n } } });
      const [third, second, first] = await engine.runs();
      assertEquals((await engine.pastRun(first!.id)).id, first!.id);
      assertEquals((await engine.pastRun("latest")).id, third!.id);
      assertEquals((await engine.pastRun("latest~2")).id, first!.id);
      assertEquals((await engine.nameRun("latest~1", "two")).name, "two");
      assertEquals((await engine.pastRun("two")).id, second!.id);
      assertEquals((await engine.nameRun("two", "zwei")).id, second!.id);
      assertEquals((await engine.nameRun("zwei", null)).name, null);
      assertEquals((await engine.runs({ limit: 2 })).map(({ id }) => id), [third!.id, second!.id]);
    }),
);

Deno.test(
  "runs are sorted by a figure, the best first, those that lack it last",
  () =>
    inWorld(async (engine) => {
      for (const n of [2, 13, 1, 4]) await engine.run({ params: { first: { n } } });
      const sorted = async (sort: string): Promise<unknown[]> =>
        (await engine.runs({ sort })).map(({ params }) => params["first"]?.["n"] ?? 1);
      assertEquals(await sorted("first.loss"), [1, 2, 4, 13]);
      // Not declared, so the largest first.
      assertEquals(await sorted("second.accuracy"), [1, 2, 4, 13]);
      const { message, nearest } = await problemOf(() => engine.runs({ sort: "first.los" }));
      assertEquals([message, nearest], ['No run has the figure "first.los"', "first.loss"]);
      assert(
        (await problemOf(() => engine.runs({ limit: 0 }))).message.startsWith("limit must be"),
      );
    }),
);

Deno.test(
  "the same command again takes the name of a run that did not succeed",
  () =>
    inWorld(async (engine, root) => {
      const params = { first: { n: 13 } };
      assertEquals((await engine.run({ name: "lucky", params })).outcome, "failed");
      const failed = await engine.pastRun("lucky");
      const code = FILES["first.ts"].replace("=== 13", "=== 14");
      await writeFiles(root, { "first.ts": code });
      const { run, outcome } = await engine.run({ name: "lucky", params });
      assertEquals([(await engine.pastRun("lucky")).id, outcome], [run!, "ok"]);
      assertEquals((await engine.pastRun(failed.id)).name, null);
      const refused = await problemOf(() => engine.run({ name: "lucky" }));
      assert(refused.message.includes("is called"));
    }),
);

Deno.test(
  "of two runs begun together with one name one has it, the other is refused before it executes anything",
  () =>
    inWorld(async (engine, root) => {
      using other = openEngine({ pipeline: engine.pipeline, root });
      const started: string[] = [];
      const begin = (by: Engine, n: number): Promise<RunResult> =>
        by.run({
          name: "best",
          params: { first: { n } },
          observe: (event) => void (event.type === "stage-started" && started.push(`${n}`)),
        });
      const ended = await Promise.allSettled([begin(engine, 1), begin(other, 2)]);
      const [won] = ended.filter(({ status }) => status === "fulfilled");
      const [lost] = ended.filter(({ status }) => status === "rejected");
      assert(won?.status === "fulfilled" && lost?.status === "rejected", Deno.inspect(ended));
      const runs = await engine.runs();
      assertEquals(runs.map(({ id, name, outcome }) => [id, name, outcome]), [
        [won.value.run, "best", "ok"],
      ]);
      const { reason } = lost;
      assert(reason instanceof UsageError);
      assert(reason.message.includes(`Run ${won.value.run} is called "best" already`));
      assertEquals(new Set(started), new Set([won === ended[0] ? "1" : "2"]));
    }),
);

/** Rows as runs leave them. */
function storeWith(runs: Readonly<Record<string, string | null>>): MemoryStore {
  const store = new MemoryStore();
  for (const [id, name] of Object.entries(runs)) {
    const startedAt = "2026-11-22T09:37:47.000Z";
    store.putRun({ id, startedAt, elapsedMs: 5, outcome: "ok", name, metrics: {}, summary: null });
  }
  return store;
}

Deno.test("a reference that fits no run or several is refused with what would fit", async () => {
  const pipeline = definePipeline([]);
  const store = storeWith({
    "20261120T080000-aaaaaa": null,
    "20261122T080000-bbbbbb": "wide",
    "20261122T090000-cccccc": "best",
  });
  using engine = openEngine({ pipeline, root: "/" }, store);
  const refusal = async (reference: string): Promise<UsageProblem> =>
    await problemOf(() => engine.pastRun(reference));
  assertEquals(await refusal("bset"), {
    subject: "bset",
    message: 'There is no run "bset"',
    nearest: "best",
  });
  assertEquals(
    (await refusal("2026112")).message,
    '"2026112" fits several runs, give more of the id: ' +
      "20261122T090000-cccccc (best), 20261122T080000-bbbbbb (wide), 20261120T080000-aaaaaa",
  );
  assertEquals((await refusal("20261121T08")).nearest, "20261122T080000-bbbbbb");
  assertEquals((await refusal("9")).nearest, undefined);
  assertEquals(
    (await refusal("latest~3")).message,
    'There is no run "latest~3"; 3 runs are kept, the oldest is latest~2',
  );
  assert((await refusal("narrow")).message.includes("by its name (names are best, wide)"));
  assert((await refusal("")).message.includes('There is no run ""'));
  assertEquals((await engine.pastRun("20261122T08")).name, "wide");
  const swept = Object.fromEntries(
    Array.from({ length: 12 }, (_, i) => [`20261122T090000-cccccc-${i + 1}`, null]),
  );
  using sweep = openEngine({ pipeline, root: "/" }, storeWith(swept));
  assertEquals((await sweep.pastRun("20261122T090000-cccccc-1")).id, "20261122T090000-cccccc-1");
  using empty = openEngine({ pipeline, root: "/" }, new MemoryStore());
  assertEquals(
    (await problemOf(() => empty.pastRun("latest"))).message,
    'There is no run "latest"; none has executed a stage yet, or gc removed those that had',
  );
});

Deno.test(
  "a run that gc removed is said to be gone, with what is left of it",
  () =>
    inWorld(async (engine) => {
      const { run } = await engine.run();
      await engine.run({ params: { first: { n: 2 } } });
      await engine.gc({ keepRuns: 1 });
      const { message } = await problemOf(() => engine.pastRun(run!));
      assertEquals(
        message,
        `Run "${run}" is no longer kept: gc removed it. What it made of first, second is still ` +
          'there, because something else needs it; "runs" lists the runs that are kept',
      );
    }),
);

Deno.test(
  "a name that does not fit or is taken is refused before anything is run",
  () =>
    inWorld(async (engine) => {
      const { run } = await engine.run({ name: "best" });
      const params = { first: { n: 2 } };
      for (const name of ["", "latest", "2026", "a b", "x".repeat(61), "-x", "a~1"]) {
        const problem = await problemOf(() => engine.run({ name, params }));
        assert(problem.message.startsWith("A run cannot be called"), name);
      }
      const taken = await problemOf(() => engine.run({ name: "best", params }));
      assert(taken.message.startsWith(`Run ${run} is called "best" already`));
      assertEquals((await engine.runs()).length, 1);
      await engine.run({ params });
      assertEquals((await problemOf(() => engine.nameRun("latest", "best"))).subject, "best");
      assertEquals((await engine.nameRun("best", "best")).id, run);
    }),
);

Deno.test(
  "a run whose process is gone died, and the next one completes its row",
  () =>
    inWorld(async (engine, root) => {
      await engine.run({ until: "first" });
      {
        using store = new LocalStore(`${root}/artifacts`);
        const [row] = store.runs(1);
        store.putRun({ ...row!, outcome: "running", elapsedMs: null, metrics: {}, summary: {} });
        await Deno.writeTextFile(`${root}/artifacts/locks/run-${row!.id}`, "second");
      }
      const told = await engine.pastRun("latest");
      assertEquals([told.outcome, told.elapsedMs], ["died", null]);
      assertEquals(told.stages.map(({ name, state }) => [name, state]), [
        ["first", "ran"],
        ["second", "died"],
      ]);
      assertEquals(told.metrics, { "first.loss": 0.5 });
      await engine.run();
      assertEquals(await engine.pastRun("latest~1"), told);
    }),
);

Deno.test("a row that says nothing of its stages is a run of which no more is known", async () => {
  const summaries = [null, 1, {}, { params: 1, stages: [] }, { params: {}, stages: [{}] }];
  for (const summary of summaries) {
    const store = storeWith({ "20261120T080000-aaaaaa": null });
    store.putRun({ ...store.runs(1)[0]!, summary });
    using engine = openEngine({ pipeline: definePipeline([]), root: "/" }, store);
    const run = await engine.pastRun("latest");
    assertEquals([run.outcome, run.params, run.stages], ["ok", {}, []]);
  }
  const store = storeWith({ "20261120T080000-aaaaaa": null });
  const stage = { name: "first", state: "ran", key: null, reasons: [] };
  const summary = { params: { first: { n: 2 } }, stages: [stage] };
  store.putRun({ ...store.runs(1)[0]!, summary });
  using engine = openEngine({ pipeline: definePipeline([]), root: "/" }, store);
  const run = await engine.pastRun("latest");
  assertEquals(run.params, { first: { n: 2 } });
  assertEquals(run.stages, [{ ...stage, state: "ran", elapsedMs: null, error: null, log: [] }]);
});
