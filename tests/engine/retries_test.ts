/**
 * What another try may not carry over, and what no other try can mend.
 *
 * @module
 */
import { assert, assertEquals } from "@std/assert";
import { IntegrityError } from "../../lib/engine/errors.ts";
import { definePipeline, type Node } from "../../lib/engine/graph.ts";
import { openEngine } from "../../lib/engine/open.ts";
import type { RunEvent } from "../../lib/engine/result.ts";
import { MemoryStore } from "../../lib/store/memory_store.ts";
import { answeringServer } from "../support/answering_server.ts";
import { failureOf, nodeOf, runStage, writeFiles } from "../support/one_stage.ts";
import { temporaryFolder } from "../support/temporary.ts";

Deno.test("metrics, lines and progress are those of the last try alone", async () => {
  let asked = 0;
  await using server = answeringServer(() => new Response(String(++asked)));
  const { stage } = await runStage(
    `export async function run({ metric, log, progress }) {
      const asked = await (await fetch("${server.url}")).text();
      metric("of try " + asked, Number(asked));
      metric("of each try", Number(asked));
      log("try " + asked);
      progress({ done: Number(asked), total: 2, unit: "try" });
      if (asked === "1") throw new Error("not yet");
      return { x: asked };
    }`,
    { net: () => [server.host], retries: 3 },
  );
  assert(stage.state === "ran");
  assertEquals(stage.metrics, { "of try 2": 2, "of each try": 2 });
  assertEquals(stage.log, ["try 2"]);
  assertEquals(stage.progress.map(({ done }) => done), [2]);
});

Deno.test("a stage is tried once more for each retry, and no more; without retries once", async () => {
  for (const retries of [undefined, 0, 1, 2]) {
    const attempts: number[] = [];
    const { stage } = await runStage(
      `export const run = () => { throw new Error("never"); };`,
      retries === undefined ? {} : { retries },
      { observe: (event) => event.type === "stage-retry" && attempts.push(event.attempt) },
    );
    assertEquals(failureOf(stage), "never");
    assertEquals(attempts, [2, 3].slice(0, retries ?? 0));
  }
});

Deno.test("a stage that was told to stop is not tried again", async () => {
  const controller = new AbortController();
  const events: RunEvent[] = [];
  const { run, stage } = await runStage(
    `export async function run({ log }) {
      log("begun");
      await new Promise(() => {});
    }`,
    { retries: 5 },
    {
      signal: controller.signal,
      observe: (event) => {
        events.push(event);
        if (event.type === "stage-log") controller.abort();
      },
    },
  );
  assertEquals([run.outcome, stage.state], ["cancelled", "failed"]);
  assertEquals(events.filter(({ type }) => type === "stage-retry"), []);
});

/** A store that finds every object damaged that is read. */
class DamagedStore extends MemoryStore {
  override readObject(): Promise<never> {
    return Promise.reject(new IntegrityError("its bytes have another digest"));
  }
}

Deno.test("a damaged input is made again at once, not tried again", async () => {
  await using folder = await temporaryFolder();
  const root = folder.path;
  await writeFiles(root, {
    "a.ts": "export const run = () => ({ x: 1 });",
    "b.ts": "export const run = ({ inputs }) => ({ x: inputs.x });",
  });
  const b: Node = {
    ...nodeOf(root, "b", { inputs: { x: "a number" }, retries: 5 }),
    inputs: { x: { node: "a", output: "x" } },
  };
  const pipeline = definePipeline([nodeOf(root, "a"), b]);
  using engine = openEngine({ pipeline, root }, new DamagedStore());
  await engine.run();
  const events: RunEvent[] = [];
  const run = await engine.run({ force: ["b"], observe: (event) => events.push(event) });
  assertEquals(run.stages.map(({ name, state }) => `${name} ${state}`), ["a ran", "b ran"]);
  assertEquals(events.filter(({ type }) => type === "stage-retry"), []);
});
