/**
 * Outcomes of executing stages again. A stage that puts an execution setting into its outputs is not
 * reproducible, whenever a test wants. `reproduce_test.ts` has the command, and stages that a server
 * makes irreproducible.
 *
 * @module
 */
import { assert, assertEquals } from "@std/assert";
import type { Digest } from "../../lib/codec/digest.ts";
import type { Engine } from "../../lib/engine/engine.ts";
import { EnvironmentError, IntegrityError } from "../../lib/engine/errors.ts";
import { definePipeline, type Node } from "../../lib/engine/graph.ts";
import { openEngine } from "../../lib/engine/open.ts";
import type { Reproduction } from "../../lib/engine/reproduction.ts";
import type { RunEvent } from "../../lib/engine/result.ts";
import { MemoryStore } from "../../lib/store/memory_store.ts";
import { nodeOf, writeFiles } from "../support/one_stage.ts";
import { temporaryFolder } from "../support/temporary.ts";

/** A store whose disk refuses to give out some objects. */
class RefusingStore extends MemoryStore {
  readonly refused = new Map<Digest, Error>();

  override readObject(digest: Digest): Promise<Uint8Array<ArrayBuffer>> {
    const error = this.refused.get(digest);
    return error === undefined ? super.readObject(digest) : Promise.reject(error);
  }
}

const FILES = {
  "odd.ts": `export const run = ({ settings, log }) => {
    log("odd is " + settings.odd);
    if (settings.odd === 13) throw new RangeError("13 is bad luck");
    return { first: 1, x: [0, settings.odd], y: settings.odd };
  };`,
  "next.ts": "export const run = ({ inputs }) => ({ x: inputs.x[1] + 1 });",
  "other.ts": "export const run = () => ({ x: 5 });",
};

/** `odd`, `next`, which reads its `x`, and `other`, all of them up to date. */
async function withStages(
  work: (engine: Engine, store: RefusingStore) => Promise<void>,
): Promise<void> {
  await using folder = await temporaryFolder();
  const root = folder.path;
  await writeFiles(root, FILES);
  const odd = { type: "integer", default: 0, description: "what it must not give" } as const;
  const outputs = { first: "1", x: "a pair", y: "a number" };
  const next: Node = {
    ...nodeOf(root, "next", { inputs: { x: "a pair" } }),
    inputs: { x: { node: "odd", output: "x" } },
  };
  const pipeline = definePipeline([
    nodeOf(root, "odd", { outputs, settings: { odd } }),
    next,
    nodeOf(root, "other"),
  ]);
  using store = new RefusingStore();
  using engine = openEngine({ pipeline, root }, store);
  await engine.run();
  await work(engine, store);
}

function states({ stages }: Reproduction): string[] {
  return stages.map(({ name, state }) => `${name} ${state}`);
}

const set = (odd: number) => ({ params: { odd: { odd } } });

Deno.test("all outputs are compared, and the first that differs is told, with what both were", async () => {
  await withStages(async (engine) => {
    const { stages: [recorded] } = await engine.plan();
    assert(recorded?.action === "fresh");
    const reproduction = await engine.reproduce(set(7));
    assertEquals(states(reproduction), ["odd different", "next identical", "other identical"]);
    assertEquals(reproduction.outcome, "different");
    const [odd, next] = reproduction.stages;
    assert(odd?.state === "different" && next?.state === "identical");
    const { byteOffset: _, ...difference } = odd.difference;
    assertEquals(difference, { output: "x", path: "$[1]", index: null, before: 0, after: 7 });
    assertEquals(Object.keys(odd.outputs).sort(), ["first", "x", "y"]);
    for (const [name, { before, after }] of Object.entries(odd.outputs)) {
      assertEquals(before, recorded.outputs[name]!);
      assertEquals(before.digest === after.digest, name === "first", name);
    }
    assertEquals(next.outputs["x"]!.after, next.outputs["x"]!.before);
  });
});

Deno.test("what was executed again is the same if settings are, and no run and no object are left", async () => {
  await withStages(async (engine, store) => {
    const before = await store.usage();
    const reproduction = await engine.reproduce();
    assertEquals(reproduction.outcome, "identical");
    assertEquals(states(reproduction), ["odd identical", "next identical", "other identical"]);
    assertEquals(states(await engine.reproduce({ until: "next" })), [
      "odd identical",
      "next identical",
    ]);
    await engine.reproduce(set(9));
    assertEquals(await store.usage(), before);
  });
});

Deno.test("a failure is worse than a difference, and tells what the stage threw", async () => {
  await withStages(async (engine, store) => {
    const { outcome, stages: [odd] } = await engine.reproduce(set(13));
    assert(odd?.state === "failed");
    assertEquals([outcome, odd.error.kind, odd.error.message], [
      "failed",
      "stage",
      "13 is bad luck",
    ]);
    const { stages: [recorded] } = await engine.plan();
    assert(recorded?.action === "fresh");
    store.refused.set(recorded.outputs["x"]!.digest, new IntegrityError("damaged"));
    // `next` cannot be executed now, though `odd` differs.
    const other = await engine.reproduce({ ...set(13), jobs: 2 });
    assertEquals(states(other), ["odd failed", "next failed", "other identical"]);
  });
});

Deno.test("a stage whose input cannot be read fails by the reason, and nothing is set aside", async () => {
  await withStages(async (engine, store) => {
    const { stages: [recorded] } = await engine.plan();
    assert(recorded?.action === "fresh");
    for (
      const [error, kind] of [
        [new IntegrityError("its bytes have another digest"), "integrity"],
        [new EnvironmentError("the disk is away"), "environment"],
      ] as const
    ) {
      store.refused.set(recorded.outputs["x"]!.digest, error);
      const reproduction = await engine.reproduce();
      assertEquals(states(reproduction), ["odd identical", "next failed", "other identical"]);
      const [, next] = reproduction.stages;
      assert(next?.state === "failed");
      assertEquals([next.error.kind, next.error.message], [kind, error.message]);
    }
    assertEquals((await store.usage()).quarantined, 0);
  });
});

Deno.test("a signal stops what has not begun; one that comes after the end stops nothing", async () => {
  await withStages(async (engine) => {
    const begun: string[] = [];
    const stopped = await engine.reproduce({
      signal: AbortSignal.abort(),
      observe: ({ type }) => void begun.push(type),
    });
    assertEquals(stopped.outcome, "cancelled");
    assertEquals(begun.filter((type) => type === "stage-started"), []);
    assertEquals(states(stopped), ["odd failed", "next failed", "other failed"]);
    const controller = new AbortController();
    let left = 3;
    const late = await engine.reproduce({
      signal: controller.signal,
      observe: ({ type }) => {
        if (type === "stage-finished" && --left === 0) controller.abort();
      },
    });
    assertEquals([late.outcome, controller.signal.aborted], ["identical", true]);
    // One after the other: the first has ended by then.
    const halfway = new AbortController();
    const some = await engine.reproduce({
      jobs: 1,
      signal: halfway.signal,
      observe: ({ type }) => {
        if (type === "stage-finished") halfway.abort();
      },
    });
    assertEquals(states(some), ["odd identical", "next failed", "other failed"]);
    assertEquals(some.outcome, "cancelled");
  });
});

Deno.test("each stage is told to begin and to end, with its lines, at most as many as there are jobs", async () => {
  await withStages(async (engine) => {
    const events: RunEvent[] = [];
    await engine.reproduce({ ...set(3), jobs: 1, observe: (event) => events.push(event) });
    const texts = events.map((event) => {
      if (event.type === "run-started") return `run ${event.stages.join(" ")}`;
      if (event.type === "stage-log") return `${event.stage} says ${event.line}`;
      if (event.type === "stage-finished") return `${event.result.name} ${event.result.state}`;
      return event.type === "stage-started" ? `${event.stage} begins` : event.type;
    });
    assertEquals(texts, [
      "run odd next other",
      "odd begins",
      "odd says odd is 3",
      "odd ran",
      "next begins",
      "next ran",
      "other begins",
      "other ran",
    ]);
  });
});
