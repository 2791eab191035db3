/**
 * What a plan says of stages whose inputs have yet to be made. `behaviours_test.ts` and
 * `key_table_test.ts` show plans of real projects.
 *
 * @module
 */
import { assert, assertEquals } from "@std/assert";
import type { Engine } from "../../lib/engine/engine.ts";
import { definePipeline, type Node } from "../../lib/engine/graph.ts";
import { openEngine } from "../../lib/engine/open.ts";
import type { StagePlan } from "../../lib/engine/result.ts";
import { MemoryStore } from "../../lib/store/memory_store.ts";
import { nodeOf, writeFiles } from "../support/one_stage.ts";
import { temporaryFolder } from "../support/temporary.ts";
import { reasonTexts } from "../support/what_ran.ts";

const N = { type: "integer", default: 0, description: "a number" } as const;
const SOURCE = "export const run = ({ params }) => ({ x: params.n });";
const SUM = `export const run = ({ inputs, params }) => ({
  x: Object.values(inputs).reduce((a, b) => a + b) + params.n,
});`;

/** `left` and `right`, `sum` of both, and `last`, of all three. */
async function withSums(
  work: (engine: Engine, store: MemoryStore) => Promise<void>,
): Promise<void> {
  await using folder = await temporaryFolder();
  const root = folder.path;
  await writeFiles(root, {
    "left.ts": SOURCE,
    "right.ts": SOURCE,
    "sum.ts": SUM,
    "last.ts": SUM,
  });
  const reading = (name: string, ...sources: readonly string[]): Node => ({
    ...nodeOf(root, name, {
      inputs: Object.fromEntries(sources.map((source) => [source, "a number"])),
      params: { n: N },
    }),
    inputs: Object.fromEntries(
      sources.map((source) => [source, { node: source, output: "x" }]),
    ),
  });
  using store = new MemoryStore();
  const pipeline = definePipeline([
    nodeOf(root, "left", { params: { n: N } }),
    nodeOf(root, "right", { params: { n: N } }),
    reading("sum", "left", "right"),
    reading("last", "sum", "left", "right"),
  ]);
  using engine = openEngine({ pipeline, root }, store);
  await work(engine, store);
}

/** `action: reasons` of a stage. */
function told(plan: StagePlan): string {
  return `${plan.name} ${plan.action}: ${reasonTexts(plan).join(", ")}`;
}

async function planOf(engine: Engine, request: Parameters<Engine["plan"]>[0]): Promise<string[]> {
  return (await engine.plan(request)).stages.map(told);
}

Deno.test("a plan has everything first-run at first, with the keys of those that read nothing", async () => {
  await withSums(async (engine) => {
    const { stages } = await engine.plan();
    assertEquals(stages.map(told), [
      "left run: first-run left",
      "right run: first-run right",
      "sum run: first-run sum",
      "last run: first-run last",
    ]);
    const keys = stages.map((plan) => plan.key);
    assertEquals(keys.map((key) => key === null), [false, false, true, true]);
    const { stages: ran } = await engine.run();
    assertEquals(ran.slice(0, 2).map((stage) => "key" in stage && stage.key), keys.slice(0, 2));
  });
});

Deno.test("what is fresh is told with its origin, artifacts and metrics, as a run finds it", async () => {
  await withSums(async (engine) => {
    const { stages: ran } = await engine.run();
    const { stages } = await engine.plan();
    for (const [i, plan] of stages.entries()) {
      const result = ran[i];
      assert(plan.action === "fresh" && result?.state === "ran");
      const { key, origin, outputs, metrics, params } = result;
      assertEquals(
        [plan.key, plan.origin, plan.outputs, plan.metrics, plan.params],
        [key, origin, outputs, metrics, params],
      );
      assertEquals(plan.reasons, []);
    }
  });
});

Deno.test("a stage may run if one record agrees with its known inputs, else it runs", async () => {
  await withSums(async (engine) => {
    await engine.run();
    // As `left` did before, so that only `right` will differ.
    assertEquals(await planOf(engine, { params: { right: { n: 5 } } }), [
      "left fresh: ",
      "right run: param right.n 0→5",
      "sum may-run: input right.x",
      "last may-run: input sum.x, input right.x",
    ]);
    // `left` gives what no record of `sum` has read, so that it runs whatever `right` gives.
    await engine.run({ params: { left: { n: 7 } }, until: "left" });
    assertEquals(await planOf(engine, { params: { left: { n: 7 }, right: { n: 5 } } }), [
      "left fresh: ",
      "right run: param right.n 0→5",
      "sum run: input left.x",
      "last run: input left.x",
    ]);
    // One known input that agrees is not enough: `right` does, `left` does not.
    assertEquals(await planOf(engine, { params: { left: { n: 7 }, sum: { n: 1 } } }), [
      "left fresh: ",
      "right fresh: ",
      "sum run: param sum.n 0→1, input left.x",
      "last run: input left.x",
    ]);
    // Of several records one is enough.
    await engine.run({ params: { left: { n: 7 } } });
    assertEquals(
      (await planOf(engine, { params: { left: { n: 0 }, right: { n: 5 } } }))[2],
      "sum may-run: input right.x",
    );
  });
});

Deno.test("a forced stage runs for that reason, whether its inputs are known or pending", async () => {
  await withSums(async (engine) => {
    await engine.run();
    assertEquals(await planOf(engine, { force: ["sum", "last"] }), [
      "left fresh: ",
      "right fresh: ",
      "sum run: forced sum",
      "last run: forced last",
    ]);
    assertEquals(await planOf(engine, { force: ["sum"], params: { right: { n: 5 } } }), [
      "left fresh: ",
      "right run: param right.n 0→5",
      "sum run: forced sum",
      "last may-run: input sum.x, input right.x",
    ]);
    // It would run anyway: then why is what counts.
    assertEquals(
      (await planOf(engine, { force: ["sum"], params: { sum: { n: 1 }, right: { n: 5 } } }))[2],
      "sum run: param sum.n 0→1",
    );
    assertEquals(
      (await planOf(engine, { force: ["sum"], params: { sum: { n: 1 } } }))[2],
      "sum run: param sum.n 0→1",
    );
  });
});

Deno.test("a stage whose artifact is lost runs, and whether those behind it must is seen then", async () => {
  await withSums(async (engine, store) => {
    const { stages } = await engine.run({ params: { right: { n: 3 } } });
    const [, right] = stages;
    assert(right?.state === "ran");
    await store.quarantineObject(right.outputs["x"]!.digest);
    // `sum` came out as the same number, so that its artifact is lost, too.
    assertEquals(await planOf(engine, { params: { right: { n: 3 } } }), [
      "left fresh: ",
      "right run: missing right.x",
      "sum may-run: input right.x",
      "last may-run: input sum.x, input right.x",
    ]);
  });
});
