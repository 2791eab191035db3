import { assert, assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { openEngine } from "../../lib/engine/open.ts";
import { definePipeline } from "../../lib/engine/graph.ts";
import { parseMessage } from "../../lib/engine/sandbox/messages.ts";
import { StageLog } from "../../lib/engine/stage_log.ts";
import { LocalStore } from "../../lib/store/local_store.ts";
import { parseRecord } from "../../lib/store/parse.ts";
import { recordText } from "../../lib/store/rows.ts";
import type { StageRecord } from "../../lib/store/store.ts";
import { recordOf } from "../store/store_suite.ts";
import { failureOf, nodeOf, runStage, writeFiles } from "../support/one_stage.ts";
import { temporaryFolder } from "../support/temporary.ts";

/** Reports of progress that are none, each with what its error names. */
const WRONG_PROGRESS: Readonly<Record<string, string>> = {
  "{ done: 0, total: NaN, unit: 'row' }": "total NaN",
  "{ done: Infinity, total: 1, unit: 'row' }": "done Infinity",
  "{ done: 0, total: -Infinity, unit: 'row' }": "total -Infinity",
  "{ done: 0, total: 1 }": "unit undefined",
  "{ done: '1', total: 1, unit: 'row' }": "done 1",
  "{ done: 0, total: 1, unit: 'row', note: 5 }": "note 5",
  "{ done: 0, total: 1, unit: 'row', note: null }": "note null",
  "{ done: 0, total: 1, unit: {} }": "unit object",
  "{ done: 10n, total: 1, unit: 'row' }": "done 10",
  "{ done: Symbol('x'), total: 1, unit: 'row' }": "done Symbol(x)",
  "{ done: 0, total: 1, unit: 'x'.repeat(101) }": "unit of 101 characters",
  "{ done: 0, total: 1, unit: 'x', note: 'x'.repeat(10001) }": "note of 10001 characters",
  "{}": "done undefined",
  "null": "the value null",
  "'half'": "the value half",
};

Deno.test("progress that would not read back is refused, with what is wrong", async () => {
  const calls = Object.keys(WRONG_PROGRESS).map((given) =>
    `try { progress(${given}); said.push("nothing"); } catch (error) { said.push(error.message); }`
  );
  const { value } = await runStage(
    `export function run({ progress }) { const said = []; ${
      calls.join("\n")
    } return { x: said }; }`,
  );
  assert(Array.isArray(value));
  for (const [i, found] of Object.values(WRONG_PROGRESS).entries()) {
    const expected = `Progress with ${found}: expected { done, total, unit, note? }`;
    assertStringIncludes(String(value[i]), expected);
  }
});

Deno.test("a stage that reports such progress fails at its line, as a fault of its own", async () => {
  const { stage } = await runStage(
    `export function run({ progress }) {\n  progress({ done: 0n });\n  return { x: 1 };\n}`,
  );
  assertEquals(stage.state === "failed" && [stage.error.kind, stage.error.at], [
    "stage",
    "stage.ts:2",
  ]);
});

Deno.test("a stage that has replaced what the sandbox checks with is failed all the same", async () => {
  const { stage } = await runStage(`export function run({ metric }) {
    Number.isFinite = () => true;
    String.prototype.isWellFormed = () => true;
    RegExp.prototype.exec = () => null;
    metric("a\\ud800\\n", 1);
    return { x: 1 };
  }`);
  assertStringIncludes(failureOf(stage), "expected a finite number under a name");
});

Deno.test("a stage starts a number of threads that is one", async () => {
  const counts = ["NaN", "1.5", "-1", "'2'", "null", "{}"];
  const calls = counts.map((count) =>
    `try { threads.start(1, ${count}); said.push("nothing"); } catch (error) { said.push(error.message); }`
  );
  const { value } = await runStage(
    `export const thread = () => {};
    export function run({ threads }) { const said = []; ${calls.join("\n")} return { x: said }; }`,
    { settings: {}, threads: () => 2, thread: () => {} },
  );
  assert(Array.isArray(value));
  for (const said of value) assertStringIncludes(String(said), "expected a whole number from 0");
  assertEquals(value.length, counts.length);
});

/** What no worker of ours sends. */
const NO_MESSAGES: readonly unknown[] = [
  ...[null, undefined, 5, "log", [], {}, { type: "exit" }, { type: "__proto__" }, { type: null }],
  ...[{ type: "log" }, { type: "log", line: 5 }, { type: "log", line: null }],
  ...[{ type: "progress" }, { type: "progress", progress: { done: NaN, total: 1, unit: "x" } }],
  ...[{ type: "metric", name: "a", value: NaN }, { type: "metric", name: "a", value: 5n }],
  ...[{ type: "metric", name: "", value: 1 }, { type: "metric", name: "a\0b", value: 1 }],
  ...[{ type: "metric", name: "\ud800", value: 1 }, { type: "metric", name: "a", value: "1" }],
  ...[{ type: "metric", name: "x".repeat(201), value: 1 }, {
    type: "metric",
    name: "__proto__",
    value: 1,
  }],
  ...[{ type: "threads", count: NaN }, { type: "threads", count: "2" }, { type: "failed" }],
  { type: "failed", error: { name: "a", message: 5, stack: "", cause: null } },
  { type: "failed", error: { name: "a", message: "b", stack: "", cause: {} } },
];

Deno.test("what is no message is refused outside the worker", () => {
  for (const data of NO_MESSAGES) assertThrows(() => parseMessage(data), Error, "xpected");
});

Deno.test("messages pass with nothing added, and errors with no more text than can be kept", () => {
  const progress = { done: 1, total: 2, unit: "row", note: "n" };
  assertEquals(parseMessage({ type: "progress", progress: { ...progress, more: 1 } }), {
    type: "progress",
    progress,
  });
  const deep = (depth: number): object => ({
    name: "E",
    message: "m".repeat(200_000),
    stack: "s",
    cause: depth === 0 ? null : deep(depth - 1),
  });
  const parsed = parseMessage({ type: "failed", error: deep(50) });
  assert(parsed.type === "failed");
  assertEquals(parsed.error.message.length, 100_001);
  assert(JSON.stringify(parsed).length < 1_200_000);
});

/** Values from a seed: texts, numbers and shapes that a message may hold where it should not. */
class Random {
  #state: number;
  constructor(seed: number) {
    this.#state = seed;
  }
  below(limit: number): number {
    this.#state = (Math.imul(this.#state, 1664525) + 1013904223) >>> 0;
    return Math.floor(this.#state / 2 ** 32 * limit);
  }
  of<T>(values: readonly T[]): T {
    return values[this.below(values.length)]!;
  }
  text(): string {
    const units = [
      "a",
      "\0",
      "\n",
      "\r",
      "\u2028",
      "\ud800",
      "\udc00",
      "é",
      "😀",
      '"',
      "\\",
      "\x1b",
      "__proto__",
    ];
    return Array.from({ length: this.below(6) }, () => this.of(units)).join("");
  }
  value(): unknown {
    const numbers = [0, -0, 1, -1, 1e308, 5e-324, 2 ** 53, 0.1, NaN, Infinity, -Infinity];
    switch (this.below(5)) {
      case 0:
        return this.text();
      case 1:
        return this.of([null, undefined, true, 5n, {}, [], { length: 1 }, new Date(NaN)]);
      default:
        return this.of(numbers);
    }
  }
  message(): unknown {
    const type = this.of(["log", "progress", "metric", "log", "progress", "metric", "done", "x"]);
    const progress = {
      done: this.value(),
      total: this.value(),
      unit: this.of([this.text(), this.text(), this.value()]),
      ...(this.below(2) === 0 ? { note: this.of([this.text(), this.value()]) } : {}),
    };
    return {
      type,
      line: this.of([this.text(), this.text(), this.value()]),
      progress: this.below(9) === 0 ? this.value() : progress,
      name: this.of([`m${this.below(100)}`, this.text(), this.value()]),
      value: this.value(),
    };
  }
}

/** A record of what passes of some messages, and how many passed. */
async function recordFrom(random: Random, name: string, count: number) {
  const log = new StageLog(0);
  const metrics = new Map<string, number>();
  let passed = 0;
  for (let i = 0; i < count; i++) {
    try {
      const message = parseMessage(random.message());
      passed += 1;
      if (message.type === "log") log.lines.push(message.line);
      if (message.type === "progress") log.report(message.progress, i);
      if (message.type === "metric") metrics.set(message.name, message.value);
    } catch (error) {
      assert(error instanceof Error);
    }
  }
  const record: StageRecord = {
    ...await recordOf(name, name),
    metrics: Object.fromEntries(metrics),
    log: log.lines,
    progress: log.progress(),
  };
  return { record, passed };
}

/** JSON has one zero. */
const asJson = (record: StageRecord): unknown => JSON.parse(JSON.stringify(record));

Deno.test("records of 10,000 random messages are written and read back as they are", async () => {
  await using folder = await temporaryFolder();
  using store = new LocalStore(folder.path);
  await store.prepareForWriting();
  const random = new Random(20261128);
  let passed = 0;
  for (let i = 0; i < 50; i++) {
    const made = await recordFrom(random, `key ${i}`, 200);
    passed += made.passed;
    store.putRecord(made.record);
    assertEquals(store.record(made.record.key), asJson(made.record));
  }
  assert(passed > 3000 && passed < 9000, `${passed} of 10,000 passed`);
  assertEquals(await store.damagedRows(), []);
});

Deno.test("each of 10,000 records, of a random message each, reads back by itself", async () => {
  const random = new Random(7);
  for (let i = 0; i < 10_000; i++) {
    const { record } = await recordFrom(random, "key", 1);
    assertEquals(parseRecord(recordText(record)), asJson(record));
  }
});

Deno.test("lines with any character are kept as they are, huge ones end the log", async () => {
  const lines = `["\\ud800 alone", "nul \\0 in it", "\\u2028", "\\x1b[31m", "line\\nbreak", ""]`;
  const { stage } = await runStage(`export function run({ log }) {
    for (const line of ${lines}) log(line);
    console.log({ toString: () => "own" }, null, undefined, 5n);
    log("x".repeat(2_000_000));
    log("never");
    return { x: 1 };
  }`);
  assert(stage.state === "ran", JSON.stringify(stage));
  assertEquals(stage.log, [
    ...["\ud800 alone", "nul \0 in it", "\u2028", "\x1b[31m", "line\nbreak", ""],
    "own null undefined 5",
    "The log ends here: more than 10000 lines or 1000000 characters; the stage goes on",
  ]);
});

Deno.test("a log ends after as many characters as it may have, whatever its lines are", async () => {
  const { stage } = await runStage(`export function run({ log }) {
    for (let i = 0; i < 12; i++) log("x".repeat(100_000));
    return { x: 1 };
  }`);
  assert(stage.state === "ran");
  assertEquals(stage.log.map((line) => line.length).slice(0, -1), new Array(10).fill(100_000));
  assertStringIncludes(stage.log.at(-1)!, "The log ends here");
});

Deno.test("a stage may record many metrics, not any number of them", async () => {
  const code = (count: number): string =>
    `export function run({ metric }) { for (let i = 0; i < ${count}; i++) metric("m" + i, i); return { x: 1 }; }`;
  const { stage } = await runStage(code(10_000));
  assert(stage.state === "ran");
  assertEquals(Object.keys(stage.metrics).length, 10_000);
  assertStringIncludes(failureOf((await runStage(code(10_001))).stage), "more than 10000 metrics");
});

Deno.test("a store in which such a row was written is repaired, and gc works again", async () => {
  await using folder = await temporaryFolder();
  await writeFiles(folder.path, {
    "stage.ts": `export function run({ progress }) {
      progress({ done: 1, total: 1, unit: "row" });
      return { x: 7 };
    }`,
  });
  const pipeline = definePipeline([nodeOf(folder.path, "stage")]);
  const artifacts = `${folder.path}/artifacts`;
  const open = () => openEngine({ pipeline, root: folder.path, artifacts });
  {
    using engine = open();
    assertEquals((await engine.run()).outcome, "ok");
  }
  // As earlier versions wrote it: sealed, with what JSON makes of NaN.
  const { DatabaseSync } = await import("node:sqlite");
  const { seal, unseal } = await import("../../lib/store/seal.ts");
  {
    using database = new DatabaseSync(`${artifacts}/state.db`);
    const row = database.prepare("SELECT body FROM record").get()!;
    const body = unseal(String(row["body"])) as { progress: object[] };
    database.prepare("UPDATE record SET body = ?").run(
      seal({ ...body, progress: [{ ...body.progress[0], total: null }] }),
    );
  }

  using again = open();
  const { rows } = await again.verify();
  assertEquals(rows.map(({ kind, stage }) => [kind, stage]), [["record", "stage"]]);
  await again.removeRows(rows);
  const second = await again.run();
  assertEquals(second.stages.map(({ state }) => state), ["ran"]);
  assertEquals((await again.verify()).rows, []);
  const [made] = second.stages;
  assert(made?.state === "ran");
  assertEquals(await again.read(made.outputs["x"]!), 7);
  assertEquals((await again.run()).stages.map(({ state }) => state), ["hit"]);
  const { after } = await again.gc({ keepRuns: 1 });
  assertEquals([after.records, after.objects], [1, 1]);
});
