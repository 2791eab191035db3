/**
 * The train stage in its sandbox, with its own threads: whoever computes, and however many, the
 * artifacts are the same bytes.
 *
 * @module
 */
import { assertEquals, assertStringIncludes } from "@std/assert";
import { connect, definePipeline } from "../../lib/engine/graph.ts";
import { openEngine } from "../../lib/engine/open.ts";
import type { ParamValue } from "../../lib/engine/params.ts";
import type { RunResult } from "../../lib/engine/result.ts";
import { MemoryStore } from "../../lib/store/memory_store.ts";
import { train } from "../../stages/train.ts";
import { REPOSITORY } from "../support/project.ts";
import { madeUpData } from "./made_up_data.ts";

const data = connect(madeUpData, {});
const pipeline = definePipeline([data, connect(train, data.outputs)]);

type Values = Readonly<Record<string, ParamValue>>;

/** Each with work enough for four threads. */
const RECIPES: readonly Values[] = [
  { batchSize: 128, epochs: 170 },
  { batchSize: 1024, epochs: 170 },
  { optimizer: "lbfgs", maxIterations: 170, gradientTolerance: 1e-3 },
];
const FIRST = { backend: "kernel", threads: 1 };
const OTHERS: readonly Values[] = [
  { backend: "kernel", threads: 2 },
  { backend: "kernel", threads: 4 },
  { backend: "twin", threads: 3 },
];

function trained({ stages, outcome }: RunResult) {
  const stage = stages.find(({ name }) => name === "train")!;
  if (!("outputs" in stage)) throw new Error(`train is ${stage.state}, the run ${outcome}`);
  return stage;
}

for (const recipe of RECIPES) {
  const name = recipe["optimizer"] ?? `batches of ${recipe["batchSize"]}`;
  Deno.test(`train, ${name}: settings execute nothing and change no byte`, async () => {
    const store = new MemoryStore();
    using engine = openEngine({ pipeline, root: REPOSITORY }, store);
    const run = async (settings: Values, force: readonly string[] = []) =>
      trained(await engine.run({ params: { train: { ...recipe, ...settings } }, force }));
    const first = await run(FIRST);
    assertEquals([first.state, first.log[0]], ["ran", "computed by the kernel on 1 thread"]);

    for (const settings of OTHERS) {
      assertEquals((await run(settings)).state, "hit");
      const { state, outputs, log } = await run(settings, ["train"]);
      assertEquals(state, "ran");
      assertEquals(outputs, first.outputs, JSON.stringify(settings));
      const { backend, threads } = settings;
      const who = `computed by the ${backend} on ${threads} thread${threads === 1 ? "" : "s"}`;
      assertStringIncludes(log[0]!, who);
    }
  });
}

Deno.test("train on eight threads gives the bytes of one", async () => {
  using engine = openEngine({ pipeline, root: REPOSITORY }, new MemoryStore());
  const run = async (threads: number) => {
    const params = { train: { batchSize: 1500, epochs: 1000, threads } };
    return trained(await engine.run({ params, force: ["train"] }));
  };
  const [one, eight] = [await run(1), await run(8)];
  assertEquals(eight.log[0], "computed by the kernel on 8 threads");
  assertEquals(eight.outputs, one.outputs);
});

Deno.test("train's settings are recorded with the run that executed it", async () => {
  const store = new MemoryStore();
  using engine = openEngine({ pipeline, root: REPOSITORY }, store);
  await engine.run({ params: { train: { epochs: 1, backend: "twin" } } });
  const [run] = store.runs(1);
  const { settings } = run!.summary as { readonly settings: unknown };
  assertEquals(settings, { data: {}, train: { backend: "twin", threads: 0 } });
});

Deno.test("train says when it uses fewer threads than it may, and why", async () => {
  using engine = openEngine({ pipeline, root: REPOSITORY }, new MemoryStore());
  const first = async (values: Values) => {
    const { log } = trained(await engine.run({ params: { train: { threads: 4, ...values } } }));
    return log[0]!.replace("computed by the kernel on ", "");
  };
  assertEquals(
    await first({ epochs: 2 }),
    "1 of 4 threads: starting more would take longer than it saves",
  );
  assertEquals(
    await first({ epochs: 170 }),
    "4 threads; each step on 1: a batch of 128 is one chunk",
  );
});

Deno.test("train with threads is cancelled between two epochs", async () => {
  using engine = openEngine({ pipeline, root: REPOSITORY }, new MemoryStore());
  const stop = new AbortController();
  const { outcome, stages } = await engine.run({
    params: { train: { epochs: 10_000, threads: 3, batchSize: 1024 } },
    signal: stop.signal,
    observe: (event) => {
      if (event.type === "stage-progress" && event.progress.done > 100) stop.abort();
    },
  });
  assertEquals([outcome, stages[1]!.state], ["cancelled", "failed"]);
});
