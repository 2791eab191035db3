/**
 * What becomes of a stage whose worker sends what ours never does.
 *
 * @module
 */
import { assert, assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { failureKind } from "../../lib/engine/errors.ts";
import { type Job, runInWorker } from "../../lib/engine/sandbox/worker.ts";

const DONE = { type: "done", outputs: { x: 1 } };
const END = { type: "end" };

/** What a job told the engine, in order. */
type Told = unknown[];

function jobOf(told: Told): Job {
  return {
    stage: "stage",
    code: "",
    map: JSON.stringify({ version: 3, sources: [], names: [], mappings: "" }),
    root: "/project",
    hosts: [],
    inputs: {},
    files: {},
    params: {},
    settings: {},
    threads: 2,
    mayShareMemory: true,
    transfer: [],
    timeoutMs: undefined,
    signal: undefined,
    onLog: (line) => told.push(line),
    onProgress: (progress) => told.push(progress),
    onMetric: (name, value) => told.push([name, value]),
  };
}

/** Runs a stage whose worker sends `messages`, and whose threads send `ofThreads`. */
async function outputsOf(
  messages: readonly unknown[],
  ofThreads: readonly unknown[] = [],
  told: Told = [],
): Promise<unknown> {
  class SendingWorker extends EventTarget {
    onmessage: ((event: { readonly data: unknown }) => void) | null = null;
    postMessage({ role }: { readonly role: "stage" | "thread" }): void {
      queueMicrotask(() => {
        for (const data of role === "stage" ? messages : ofThreads) this.onmessage?.({ data });
      });
    }
    terminate(): void {}
  }
  const native = Object.getOwnPropertyDescriptor(globalThis, "Worker")!;
  Object.defineProperty(globalThis, "Worker", { value: SendingWorker, configurable: true });
  try {
    return await runInWorker(jobOf(told));
  } finally {
    Object.defineProperty(globalThis, "Worker", native);
  }
}

Deno.test("outputs count once the worker says that all is told", async () => {
  const told: Told = [];
  const messages = [
    { type: "log", line: "a" },
    { type: "metric", name: "m", value: 1 },
    DONE,
    { type: "done", outputs: { x: 2 } },
    { type: "log", line: "b" },
    END,
  ];
  assertEquals(await outputsOf(messages, [], told), { x: 1 });
  assertEquals(told, ["a", ["m", 1], "b"]);
  const error = { name: "Error", message: "forgotten", stack: "", cause: null };
  await assertRejects(() => outputsOf([DONE, { type: "failed", error }, END]), Error, "forgotten");
});

Deno.test("what is no message, or comes out of turn, fails the stage as a fault of the stage", async () => {
  const threads = { type: "threads", message: 1, count: 2 };
  const progress = { type: "progress", progress: { done: 0, total: 1, unit: "x" } };
  const cases: readonly (readonly [messages: unknown[], ofThreads: unknown[], found: string])[] = [
    [[null, DONE, END], [], "expected an object"],
    [[{ type: "odd" }, DONE, END], [], "expected a message of a stage"],
    [[{ type: "log", line: 5n }, DONE, END], [], `expected a text, found "5n"`],
    [[{ type: "metric", name: "m", value: NaN }, DONE, END], [], "expected a finite number"],
    [[{ ...progress, progress: { done: 1n } }, DONE, END], [], "done 1: expected"],
    [[END], [], "ended without outputs"],
    [[threads, threads, DONE, END], [], "asked for its threads twice"],
    [[threads], [DONE, END], `A thread of stage "stage" sent "done"`],
    [[threads], [progress], `A thread of stage "stage" sent "progress"`],
    [[threads], [threads], `A thread of stage "stage" sent "threads"`],
    [[threads], [{ type: "metric", name: "m", value: 1 }], `sent "metric"`],
  ];
  for (const [messages, ofThreads, found] of cases) {
    const error = await assertRejects(() => outputsOf(messages, ofThreads), Error);
    assertStringIncludes(error.message, found);
    assertEquals(failureKind(error), "stage");
  }
});

Deno.test("a log is cut outside the worker, too", async () => {
  const told: Told = [];
  const lines = Array.from({ length: 10_005 }, (_, i) => ({ type: "log", line: String(i) }));
  await outputsOf([...lines, DONE, END], [], told);
  assertEquals(told.length, 10_001);
  assert(String(told.at(-1)).startsWith("The log ends here"));
});
