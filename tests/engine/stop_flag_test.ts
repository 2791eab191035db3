import { assertEquals } from "@std/assert";
import type { RunEvent } from "../../lib/engine/result.ts";
import { runStage } from "../support/one_stage.ts";

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
