import { assert, assertEquals } from "@std/assert";
import { definePipeline, type Node } from "../../lib/engine/graph.ts";
import { openEngine } from "../../lib/engine/open.ts";
import type { RunEvent } from "../../lib/engine/result.ts";
import { answeringServer } from "../support/answering_server.ts";
import { nodeOf, runStage, writeFiles } from "../support/one_stage.ts";
import { temporaryFolder } from "../support/temporary.ts";

/** Does `work`; gives what each worker that it starts is asked to stop through, as it stands at the end. */
async function stopFlags(work: () => Promise<unknown>): Promise<number[]> {
  const { postMessage } = Worker.prototype;
  const flags: Int32Array[] = [];
  Worker.prototype.postMessage = function (message: unknown, ...more: unknown[]): void {
    const isObject = typeof message === "object" && message !== null;
    const cancel: unknown = isObject ? Reflect.get(message, "cancel") : undefined;
    if (cancel instanceof Int32Array) flags.push(cancel);
    Reflect.apply(postMessage, this, [message, ...more]);
  };
  try {
    await work();
    return flags.map((flag) => Atomics.load(flag, 0));
  } finally {
    Worker.prototype.postMessage = postMessage;
  }
}

Deno.test("only the last try counts: its metrics, its lines, its progress", async () => {
  let tries = 0;
  await using server = answeringServer(() => new Response(String(++tries)));
  const { host } = server;
  const attempts: number[] = [];
  const { stage } = await runStage(
    `export async function run({ log, metric, progress }) {
      const tried = Number(await (await fetch("http://${host}")).text());
      metric("tried", tried);
      metric("of try " + tried, 1);
      log("try " + tried);
      progress({ done: tried, total: tried, unit: "try" });
      if (tried < 3) throw new Error("not yet");
      return { x: tried };
    }`,
    { net: () => [host], retries: 5 },
    { observe: (event) => event.type === "stage-retry" && attempts.push(event.attempt) },
  );
  assert(stage.state === "ran", JSON.stringify(stage));
  assertEquals(attempts, [2, 3]);
  assertEquals(stage.metrics, { tried: 3, "of try 3": 1 });
  assertEquals(stage.log, ["try 3"]);
  assertEquals(stage.progress.map(({ done, afterLines }) => [done, afterLines]), [[3, 1]]);
});

Deno.test("a stage that is cancelled is not tried again, and is asked to stop", async () => {
  const controller = new AbortController();
  const retries: RunEvent[] = [];
  const outcomes: string[] = [];
  const flags = await stopFlags(async () => {
    const { run } = await runStage(
      `export function run({ progress }) {
        for (;;) progress({ done: 0, total: 1, unit: "step" });
      }`,
      { retries: 3 },
      {
        signal: controller.signal,
        observe: (event) => {
          if (event.type === "stage-progress") controller.abort();
          if (event.type === "stage-retry") retries.push(event);
        },
      },
    );
    outcomes.push(run.outcome);
  });
  assertEquals([outcomes, retries, flags], [["cancelled"], [], [1]]);
});

Deno.test("each try that takes too long is asked to stop, one that ends in time is not", async () => {
  const endless = "export const run = () => new Promise(() => {});";
  const late = await stopFlags(() => runStage(endless, { timeoutMs: 100, retries: 1 }));
  assertEquals(late, [1, 1]);
  const quick = "export const run = () => ({ x: 1 });";
  assertEquals(await stopFlags(() => runStage(quick, { timeoutMs: 600_000 })), [0]);
});

Deno.test("a stage whose input is damaged is not tried again: the input is made again first", async () => {
  await using folder = await temporaryFolder();
  const { path: root } = folder;
  await writeFiles(root, {
    "first.ts": `export const run = () => ({ x: "input" });`,
    "second.ts": `export const run = ({ inputs }) => ({ x: inputs.x + "!" });`,
  });
  const second: Node = {
    ...nodeOf(root, "second", { inputs: { x: "the input" }, retries: 3 }),
    inputs: { x: { node: "first", output: "x" } },
  };
  const pipeline = definePipeline([nodeOf(root, "first"), second]);
  const artifacts = `${root}/artifacts`;
  let digest = "";
  {
    using engine = openEngine({ pipeline, root, artifacts });
    const { stages: [first] } = await engine.run();
    assert(first?.state === "ran");
    digest = first.outputs["x"]!.digest;
  }
  const object = `${artifacts}/objects/${digest.slice(0, 2)}/${digest}.msgpack`;
  await Deno.writeFile(object, (await Deno.readFile(object)).reverse());
  const events: string[] = [];
  using engine = openEngine({ pipeline, root, artifacts });
  const { stages } = await engine.run({
    force: ["second"],
    observe: (event) => events.push(event.type),
  });
  assertEquals(stages.map(({ name, state }) => [name, state]), [["first", "ran"], [
    "second",
    "ran",
  ]]);
  assertEquals(events.filter((type) => type === "stage-retry"), []);
});
