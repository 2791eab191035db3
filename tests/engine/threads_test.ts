import { assertEquals, assertStringIncludes } from "@std/assert";
import { openEngine } from "../../lib/engine/open.ts";
import { definePipeline } from "../../lib/engine/graph.ts";
import { failureOf, nodeOf, runStage, writeFiles } from "../support/one_stage.ts";
import { temporaryFolder } from "../support/temporary.ts";

const settings = {
  threads: { type: "integer", default: 2, min: 0, max: 8, description: "extra workers" },
} as const;

/** Each thread adds its share of 1..1000 into shared memory; the stage waits for all of them. */
const SUM = `
export function thread({ memory, count }, index) {
  const [sum, done] = [new BigInt64Array(memory, 0, 1), new Int32Array(memory, 8, 1)];
  for (let n = index + 1; n <= 1000; n += count) Atomics.add(sum, 0, BigInt(n));
  Atomics.add(done, 0, 1);
  Atomics.notify(done, 0);
}
export function run({ threads, settings }) {
  const memory = new SharedArrayBuffer(16);
  const count = Math.max(1, threads.count);
  if (threads.count === 0) thread({ memory, count }, 0);
  else threads.start({ memory, count });
  const done = new Int32Array(memory, 8, 1);
  for (let seen = 0; (seen = Atomics.load(done, 0)) < count;) Atomics.wait(done, 0, seen, 1000);
  return { x: [Number(new BigInt64Array(memory, 0, 1)[0]), threads.count === settings.threads] };
}`;

const threaded = {
  settings,
  threads: (given: { readonly threads: number }) => given.threads,
  thread: () => {},
};

Deno.test("threads run the stage's own `thread` on shared memory", async () => {
  const { value } = await runStage(SUM, threaded);
  assertEquals(value, [500500, true]);
});

Deno.test("a stage may start fewer threads than it is offered, not more", async () => {
  const started = (count: number) => `
export function thread({ started }) { Atomics.add(started, 0, 1); Atomics.notify(started, 0); }
export function run({ threads }) {
  const started = new Int32Array(new SharedArrayBuffer(4));
  threads.start({ started }, ${count});
  const expected = Math.min(${count}, threads.count);
  for (let seen = 0; (seen = Atomics.load(started, 0)) < expected;) Atomics.wait(started, 0, seen);
  Atomics.wait(started, 0, expected, 300);
  return { x: [threads.count, Atomics.load(started, 0)] };
}`;
  assertEquals((await runStage(started(1), threaded)).value, [2, 1]);
  assertEquals((await runStage(started(5), threaded)).value, [2, 2]);
});

Deno.test("a stage starts its threads once: more calls start none and say so", async () => {
  const { value } = await runStage(
    `
export function thread({ started }) { Atomics.add(started, 0, 1); Atomics.notify(started, 0); }
export function run({ threads }) {
  const started = new Int32Array(new SharedArrayBuffer(4));
  const refusals = [];
  for (let call = 0; call < 3; call++) {
    try { threads.start({ started }); } catch ({ message }) { refusals.push(message); }
  }
  for (let seen = 0; (seen = Atomics.load(started, 0)) < 2;) Atomics.wait(started, 0, seen);
  Atomics.wait(started, 0, 2, 300);
  return { x: [Atomics.load(started, 0), ...refusals] };
}`,
    threaded,
  );
  const refusal =
    "The threads of this stage were started already: call `threads.start` once, with " +
    "all that they need in its message";
  assertEquals(value, [2, refusal, refusal]);
});

Deno.test("settings are no part of the key: other settings are a hit", async () => {
  await using folder = await temporaryFolder();
  await writeFiles(folder.path, { "stage.ts": SUM });
  const pipeline = definePipeline([nodeOf(folder.path, "stage", threaded)]);
  const digests = new Set<string>();
  for (const threads of [0, 1, 3]) {
    using engine = openEngine({ pipeline, root: folder.path });
    const params = { stage: { threads } };
    const hit = await engine.run({ params });
    assertEquals(hit.stages[0]?.state, threads === 0 ? "ran" : "hit");
    const { stages: [forced] } = await engine.run({ params, force: "all" });
    if (forced?.state !== "ran") throw new Error(`the stage is ${forced?.state}`);
    digests.add(`${forced.key} ${forced.outputs["x"]!.digest}`);
  }
  assertEquals(digests.size, 1);
});

Deno.test("an error in a thread fails the stage and names its place", async () => {
  const { stage } = await runStage(
    `export function thread() {
  throw new RangeError("no share");
}
export async function run({ threads }) { threads.start(null); await new Promise(() => {}); }`,
    threaded,
  );
  assertEquals(stage.state === "failed" && stage.error.at, "stage.ts:2");
  assertEquals(failureOf(stage), "no share");
});

Deno.test("a stage without threads has no shared memory", async () => {
  const { stage } = await runStage("export const run = () => ({ x: new SharedArrayBuffer(8) });");
  assertStringIncludes(failureOf(stage), "may not use SharedArrayBuffer: declare `threads`");
});

/** The smallest module that has a shared memory of its own and exports it as `m`. */
const OWN_MEMORY = "0061736d01000000" + "0504010301" + "01" + "0705" + "01016d0200";

Deno.test("shared memory that WebAssembly makes is refused without threads, and there with them", async () => {
  const ways = [
    "new WebAssembly.Memory({ initial: 1, maximum: 1, shared: true }).buffer",
    `new WebAssembly.Instance(new WebAssembly.Module(Uint8Array.fromHex("${OWN_MEMORY}"))).exports.m.buffer`,
    "new WebAssembly.Memory({ initial: 1, maximum: 1, shared: true }).toResizableBuffer()",
  ];
  for (const way of ways) {
    const code = `export const thread = () => {};
export const run = () => ({ x: new (${way}.constructor)(8).byteLength });`;
    const { stage } = await runStage(code);
    assertStringIncludes(failureOf(stage), "may not use SharedArrayBuffer: declare `threads`");
    assertEquals((await runStage(code, threaded)).value, 8);
  }
  const own =
    "export const run = () => ({ x: new WebAssembly.Memory({ initial: 1 }).buffer.byteLength });";
  assertEquals((await runStage(own)).value, 65536);
});

Deno.test("a setting named like a param, and threads without `thread`, are refused", () => {
  const broken = nodeOf("/project", "stage", {
    params: settings,
    settings,
    threads: () => 2,
  });
  const messages = definePipeline([broken]).problems.map(({ message }) => message);
  assertEquals(messages, [
    `Stage "stage" asks for threads but has no \`thread\` for them to run`,
    `"stage.threads" is a param and a setting`,
  ]);
});
