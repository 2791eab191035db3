/**
 * What the executor does across several stages: whose inputs came out unchanged, whose record is not
 * whole, and whose damaged artifact is made again. `execution_test.ts` has its order and its failures.
 *
 * @module
 */
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { artifactDigest, type Digest } from "../../lib/codec/digest.ts";
import type { Engine } from "../../lib/engine/engine.ts";
import { EnvironmentError, IntegrityError } from "../../lib/engine/errors.ts";
import { definePipeline, type Node } from "../../lib/engine/graph.ts";
import { openEngine } from "../../lib/engine/open.ts";
import type { RunEvent, RunResult, StageResult } from "../../lib/engine/result.ts";
import { MemoryStore } from "../../lib/store/memory_store.ts";
import type { StageRecord } from "../../lib/store/store.ts";
import { nodeOf, writeFiles } from "../support/one_stage.ts";
import { temporaryFolder } from "../support/temporary.ts";
import { reasonTexts } from "../support/what_ran.ts";

/** Which stages read the output `x` of which. */
type Edges = Readonly<Record<string, readonly string[]>>;

/** Gives 1 plus all that it reads, and a second output that nobody reads. */
const SUM = `export const run = ({ inputs, params }) => ({
  x: Object.values(inputs).reduce((a, b) => a + b, 1),
  y: params.n,
});`;

const OUTPUTS = { x: "a sum", y: "a param" };
const N = { type: "integer", default: 0, description: "a number" } as const;

/** A store whose disk does not give out some objects until they are set aside. */
class LossyStore extends MemoryStore {
  readonly #refused = new Map<Digest, () => Error>();
  readonly reads: Digest[] = [];

  /** From now on reading the object ends in this error. */
  refuse(digest: Digest, error: () => Error): void {
    this.#refused.set(digest, error);
  }

  override readObject(digest: Digest): Promise<Uint8Array<ArrayBuffer>> {
    this.reads.push(digest);
    const error = this.#refused.get(digest);
    return error === undefined ? super.readObject(digest) : Promise.reject(error());
  }

  override quarantineObject(digest: Digest): Promise<void> {
    this.#refused.delete(digest);
    return super.quarantineObject(digest);
  }
}

const damage = (): Error => new IntegrityError("its bytes have another digest");

/** Hands `work` an engine on stages that are connected so. */
async function withStages(
  edges: Edges,
  work: (engine: Engine, root: string, store: LossyStore) => Promise<void>,
): Promise<void> {
  await using folder = await temporaryFolder();
  const root = folder.path;
  using store = new LossyStore();
  const nodes = Object.entries(edges).map(([name, reads]): Node => {
    const inputs = Object.fromEntries(reads.map((read) => [read, "a number"]));
    return {
      ...nodeOf(root, name, { inputs, outputs: OUTPUTS, params: { n: N } }),
      inputs: Object.fromEntries(reads.map((read) => [read, { node: read, output: "x" }])),
    };
  });
  await writeFiles(root, Object.fromEntries(nodes.map(({ name }) => [`${name}.ts`, SUM])));
  using engine = openEngine({ pipeline: definePipeline(nodes), root }, store);
  await work(engine, root, store);
}

function states({ stages }: RunResult): string[] {
  return stages.map(({ name, state }) => `${name} ${state}`);
}

function stageOf({ stages }: RunResult, name: string): Extract<StageResult, { key: unknown }> {
  const stage = stages.find((one) => one.name === name);
  if (stage === undefined || !("key" in stage)) throw new Error(`${name} has no key`);
  return stage;
}

function digestOf(run: RunResult, name: string): Digest {
  const stage = stageOf(run, name);
  if (!("outputs" in stage)) throw new Error(`${name} has no outputs`);
  return stage.outputs["x"]!.digest;
}

function recordOf(store: MemoryStore, run: RunResult, name: string): StageRecord {
  return store.record(stageOf(run, name).key!)!;
}

/** The texts of the warnings among what is observed. */
function warningsIn(events: readonly RunEvent[]): string[] {
  return events.flatMap((event) => event.type === "warning" ? [event.message] : []);
}

Deno.test("unchanged inputs go on to all who need them, at any distance, and to nobody else", async () => {
  const edges = { a: [], b: ["a"], c: ["b"], other: [], d: ["c", "other"], beside: ["other"] };
  await withStages(edges, async (engine, root) => {
    await engine.run();
    await writeFiles(root, { "a.ts": SUM.replace("a + b", "b + a") });
    const run = await engine.run();
    assertEquals(states(run), [
      "a ran",
      "b cut-off",
      "c cut-off",
      "other hit",
      "d cut-off",
      "beside hit",
    ]);
    assertEquals(states(await engine.run()).filter((state) => !state.endsWith(" hit")), []);
  });
});

Deno.test("a record without one of the declared outputs is no hit, whichever it lacks", async () => {
  for (const [kept, lost] of [["x", "y"], ["y", "x"]]) {
    await withStages({ a: [], b: ["a"] }, async (engine, _, store) => {
      const first = await engine.run();
      const record = recordOf(store, first, "b");
      const outputs = record.outputs.filter(({ name }) => name === kept);
      store.putRecord({ ...record, outputs });
      const { stages: [, planned] } = await engine.plan();
      assertEquals(planned?.reasons, [{ kind: "missing", subject: `b.${lost}` }]);
      const run = await engine.run();
      assertEquals(states(run), ["a hit", "b ran"]);
      assertEquals(reasonTexts(stageOf(run, "b")), [`missing b.${lost}`]);
      assertEquals(recordOf(store, run, "b").outputs, record.outputs);
    });
  }
});

Deno.test("a record of several artifacts names each that is missing or damaged", async () => {
  await withStages({ a: [] }, async (engine, _, store) => {
    const record = recordOf(store, await engine.run({ params: { a: { n: 7 } } }), "a");
    const outputs = record.outputs.map((output) => ({ ...output, sizeBytes: 9 }));
    store.putRecord({ ...record, outputs });
    await store.quarantineObject(outputs[0]!.digest);
    const run = await engine.run({ params: { a: { n: 7 } } });
    assertEquals(reasonTexts(stageOf(run, "a")), ["missing a.x", "damaged a.y"]);
    assertEquals(recordOf(store, run, "a").outputs, record.outputs);
  });
});

Deno.test("damaged artifacts are made again over several levels, each once, to the same bytes", async () => {
  const edges = { a: [], b: ["a"], c: ["b"], d: ["b", "c"] };
  await withStages(edges, async (engine, _, store) => {
    const first = await engine.run();
    for (const name of ["a", "b", "c"]) store.refuse(digestOf(first, name), damage);
    const events: RunEvent[] = [];
    const run = await engine.run({ force: ["d"], observe: (event) => events.push(event) });
    assertEquals(states(run), ["a ran", "b ran", "c ran", "d ran"]);
    assertEquals(run.stages.map(reasonTexts), [
      ["damaged a.x"],
      ["damaged b.x"],
      ["damaged c.x"],
      ["forced d"],
    ]);
    const ran = events.flatMap((event) =>
      event.type === "stage-finished" && event.result.state === "ran" ? [event.result.name] : []
    );
    assertEquals(ran, ["a", "b", "c", "d"]);
    assertEquals(
      warningsIn(events).toSorted(),
      ["a", "b", "c"].map((name) =>
        `${name}.x (${digestOf(first, name)}) is damaged; making it again`
      ),
    );
    for (const name of ["a", "b", "c", "d"]) {
      assertEquals(digestOf(run, name), digestOf(first, name));
    }
  });
});

Deno.test("an artifact that comes out different when it is made again is not tried for ever", async () => {
  await withStages({ a: [], b: ["a"] }, async (engine, _, store) => {
    const good = await engine.run();
    // As if `a` had given something else then, which is damaged now.
    const other = await artifactDigest(new Uint8Array([7]));
    await store.writeObject(other, new Uint8Array([7]));
    store.refuse(other, damage);
    const record = recordOf(store, good, "a");
    const [x, y] = record.outputs;
    store.putRecord({ ...record, outputs: [{ ...x!, digest: other }, y!] });

    const controller = new AbortController();
    const events: RunEvent[] = [];
    const run = await engine.run({
      signal: controller.signal,
      observe: (event) => {
        events.push(event);
        // Only an endless run gets here.
        if (store.reads.length > 50) controller.abort();
      },
    });
    assertEquals(states(run), ["a ran", "b failed"]);
    const failed = stageOf(run, "b");
    assert(failed.state === "failed");
    assertEquals([failed.error.kind, run.outcome], ["integrity", "failed"]);
    assertStringIncludes(failed.error.message, `Object ${other} is missing`);
    assertEquals(warningsIn(events), [
      `a.x (${other}) is damaged; making it again`,
      `a.x came out different: ${x!.digest} after ${other}; stage "a" is not reproducible`,
    ]);
    assertEquals(states(await engine.run()), ["a hit", "b hit"]);
  });
});

Deno.test("an input that cannot be read for another reason than damage is left as it is", async () => {
  await withStages({ a: [], b: ["a"] }, async (engine, _, store) => {
    const first = await engine.run();
    store.refuse(digestOf(first, "a"), () => new EnvironmentError("the disk is away"));
    const run = await engine.run({ force: ["b"] });
    assertEquals(states(run), ["a hit", "b failed"]);
    const failed = stageOf(run, "b");
    assert(failed.state === "failed");
    assertEquals([failed.error.kind, failed.error.message], ["environment", "the disk is away"]);
    assertEquals((await store.usage()).quarantined, 0);
  });
});
