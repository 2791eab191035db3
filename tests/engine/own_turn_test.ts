import { assertEquals } from "@std/assert";
import { definePipeline } from "../../lib/engine/graph.ts";
import { openEngine } from "../../lib/engine/open.ts";
import { nodeOf, writeFiles } from "../support/one_stage.ts";
import { temporaryFolder } from "../support/temporary.ts";

/** Goes on until it is told to stop. */
const ENDLESS = `export function run({ progress }) {
  for (;;) progress({ done: 0, total: 1, unit: "step" });
}`;

Deno.test("who is cancelled while another executes the key gives up at once, and the other goes on", async () => {
  await using folder = await temporaryFolder();
  const { path: root } = folder;
  await writeFiles(root, { "stage.ts": ENDLESS });
  const pipeline = definePipeline([nodeOf(root, "stage")]);
  using holder = openEngine({ pipeline, root });
  using waiter = openEngine({ pipeline, root });
  const [holds, waits] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const [stopHolder, stopWaiter] = [new AbortController(), new AbortController()];
  let isHeld = true;
  const held = holder.run({
    signal: stopHolder.signal,
    observe: ({ type }) => type === "stage-progress" && holds.resolve(),
  }).finally(() => isHeld = false);
  await holds.promise;
  const waiting = waiter.run({
    signal: stopWaiter.signal,
    observe: ({ type }) => type === "stage-waiting" && waits.resolve(),
  });
  await waits.promise;
  stopWaiter.abort();
  const { outcome, stages, run } = await waiting;
  assertEquals([outcome, stages[0]?.state, run, isHeld], ["cancelled", "failed", null, true]);
  stopHolder.abort();
  assertEquals((await held).outcome, "cancelled");
  // Who gave up gets its turn now, and passes it on without a word.
  await waiter.gc({ dryRun: true });
});
