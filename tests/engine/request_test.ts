import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import { UsageError } from "../../lib/engine/errors.ts";
import { definePipeline, type Node } from "../../lib/engine/graph.ts";
import { openEngine } from "../../lib/engine/open.ts";
import type { ParamValue } from "../../lib/engine/params.ts";
import { checkRequest } from "../../lib/engine/request.ts";
import { MemoryStore } from "../../lib/store/memory_store.ts";
import { nodeOf } from "../support/one_stage.ts";

const schema = { rate: { type: "number", default: 0.5, min: 0, description: "" } } as const;
const first = nodeOf("/project", "first", { params: schema });
const second: Node = {
  ...nodeOf("/project", "second", { inputs: { x: "" } }),
  inputs: { x: { node: "first", output: "x" } },
};
const other = nodeOf("/project", "other");
const pipeline = definePipeline([first, second, other]);

Deno.test("params are the defaults, overridden by what was asked", () => {
  assertEquals(checkRequest(pipeline, {}).params.get("first"), { rate: 0.5 });
  const { params } = checkRequest(pipeline, { params: { first: { rate: 0.1 } } });
  assertEquals(params.get("first"), { rate: 0.1 });
});

Deno.test("--until takes a stage and what it needs, nothing else", () => {
  const names = (until: string): string[] =>
    checkRequest(pipeline, { until }).nodes.map(({ name }) => name);
  assertEquals(names("second"), ["first", "second"]);
  assertEquals(names("first"), ["first"]);
});

Deno.test("all problems of a request are told at once", () => {
  const request = {
    params: { first: { rate: -1, speed: 2 }, nobody: { x: 1 } },
    force: ["ghost"],
    until: "first",
    only: "second",
  };
  const { problems } = assertThrows(() => checkRequest(pipeline, request), UsageError);
  assertEquals(problems.map(({ subject }) => subject).sort(), [
    "--only",
    "first.rate",
    "first.speed",
    "ghost",
    "nobody",
  ]);
});

Deno.test("--only forces its stage alone, and refuses to force another", () => {
  const { isForced } = checkRequest(pipeline, { only: "second", force: "all" });
  assertEquals([isForced("first"), isForced("second")], [false, true]);
  const request = { only: "second", force: ["first", "second"] };
  const { problems } = assertThrows(() => checkRequest(pipeline, request), UsageError);
  assertEquals(problems.map(({ message }) => message), [
    'Only stage "second" is to be executed, so "first" cannot be forced; force "second", or use --until',
  ]);
});

Deno.test("jobs that are no whole number from 1 are refused before anything is looked at", async () => {
  using store = new MemoryStore();
  using engine = openEngine({ pipeline, root: "/nowhere" }, store);
  for (const jobs of [0, -1, 1.5, NaN, Infinity]) {
    await assertRejects(() => engine.run({ jobs }), UsageError, `Cannot execute ${jobs} stages`);
    await assertRejects(() => engine.reproduce({ jobs }), UsageError, "a whole number from 1");
  }
});

Deno.test("a param named like something every object has is unknown", () => {
  const request = { params: { first: { constructor: 1, toString: 2 } } };
  const { problems } = assertThrows(() => checkRequest(pipeline, request), UsageError);
  assertEquals(problems.length, 2);
});

const all = nodeOf("/project", "all", {
  params: {
    number: { type: "number", default: 0, min: 0, max: 10, description: "" },
    seed: { type: "integer", default: 0, description: "" },
    flag: { type: "boolean", default: true, description: "" },
    text: { type: "string", default: "", maxLength: 3, description: "" },
    mode: { type: "choice", default: "a", choices: ["a", "b"], description: "" },
  },
});

Deno.test("fault 44: params that are no number, out of bounds, of another type or unknown are refused before anything runs", () => {
  const wrong: readonly (readonly [param: string, value: ParamValue])[] = [
    ["number", NaN],
    ["number", -1],
    ["number", 1e309],
    ["number", 11],
    ["number", "0.1"],
    ["seed", 0.5],
    ["seed", 2 ** 53],
    ["flag", 1],
    ["flag", "true"],
    ["text", "four"],
    ["text", "\ud800"],
    ["text", 1],
    ["mode", "c"],
    ["mode", true],
    ["nothing", 1],
    ["__proto__", 1],
    ["toString", 1],
  ];
  for (const [param, value] of wrong) {
    const own = Object.fromEntries([[param, value]]);
    const check = () => checkRequest(definePipeline([all]), { params: { all: own } });
    const { problems } = assertThrows(check, UsageError, param, `${param} ${String(value)}`);
    assertEquals(problems.map(({ subject }) => subject), [`all.${param}`]);
  }
  const right = { number: 0, seed: -0, flag: false, text: "abc", mode: "b" };
  const { params } = checkRequest(definePipeline([all]), { params: { all: right } });
  assertEquals(params.get("all"), right);
});
