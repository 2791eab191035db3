import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import type { Request } from "../../lib/engine/engine.ts";
import { UsageError } from "../../lib/engine/errors.ts";
import { definePipeline, type Node } from "../../lib/engine/graph.ts";
import { openEngine } from "../../lib/engine/open.ts";
import type { ParamValue } from "../../lib/engine/params.ts";
import { changedParams, checkJobs, checkRequest } from "../../lib/engine/request.ts";
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
  assertEquals(names("other"), ["other"]);
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
  assertEquals(problems.map(({ message }) => message), [
    'Stage "first" has no param "constructor"',
    'Stage "first" has no param "toString"',
  ]);
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

const settings = { tries: { type: "integer", default: 4, min: 1, description: "" } } as const;
const limited = nodeOf("/project", "limited", {
  params: schema,
  settings,
  check: ({ rate }: { rate: number }) => rate > 1 ? ["too fast", `got ${rate}`] : [],
});

Deno.test("settings are the defaults, overridden as params are, and apart from them", () => {
  const graph = definePipeline([limited, other]);
  const request = { params: { limited: { tries: 2, rate: 0.25 } } };
  const { params, settings } = checkRequest(graph, request);
  assertEquals([...params], [["limited", { rate: 0.25 }], ["other", {}]]);
  assertEquals([...settings], [["limited", { tries: 2 }], ["other", {}]]);
  assertEquals(checkRequest(graph, {}).settings.get("limited"), { tries: 4 });
  const wrong = { params: { limited: { tries: 0 } } };
  assertThrows(() => checkRequest(graph, wrong), UsageError, "limited.tries must be at least 1");
  assertEquals(changedParams(graph, { limited: { tries: 2, rate: 0.25 } }), {
    limited: { rate: 0.25 },
  });
});

Deno.test("changedParams() has what differs from the defaults, of stages where anything does", () => {
  const graph = definePipeline([limited, first, other]);
  assertEquals(changedParams(graph, {}), {});
  const overrides = { first: { rate: 0.5 }, limited: { rate: -0 }, nobody: { x: 1 } };
  assertEquals(changedParams(graph, overrides), { limited: { rate: -0 } });
});

Deno.test("params that do not go together are refused, of the stages that are needed", () => {
  const graph = definePipeline([limited, other]);
  const request = { params: { limited: { rate: 2 } } };
  const { problems } = assertThrows(() => checkRequest(graph, request), UsageError);
  assertEquals(problems, [
    { subject: "limited", message: "too fast" },
    { subject: "limited", message: "got 2" },
  ]);
  assertEquals(checkRequest(graph, { ...request, until: "other" }).nodes.length, 1);
  const one = nodeOf("/project", "one", { check: () => ["never"] });
  assertThrows(() => checkRequest(definePipeline([one]), {}), UsageError, "never");
});

Deno.test("a stage that is not there is refused, however it is mentioned", () => {
  for (const request of [{ until: "ghost" }, { only: "ghost" }, { force: ["ghost"] }]) {
    const { problems } = assertThrows(() => checkRequest(pipeline, request), UsageError);
    assertEquals(problems, [{ subject: "ghost", message: 'There is no stage "ghost"' }]);
  }
});

Deno.test("all stages are forced, or none, or those that are named", () => {
  const forced = (request: Request) => {
    const { isForced } = checkRequest(pipeline, request);
    return ["first", "second", "other"].filter(isForced);
  };
  assertEquals(forced({}), []);
  assertEquals(forced({ force: "all" }), ["first", "second", "other"]);
  assertEquals(forced({ force: ["other"] }), ["other"]);
  assertEquals(forced({ force: "all", until: "second" }), ["first", "second", "other"]);
});

Deno.test("--only takes what its stage needs along, and says which stage it is", () => {
  const only = checkRequest(pipeline, { only: "second" });
  assertEquals([only.only, only.nodes.map(({ name }) => name)], ["second", ["first", "second"]]);
  const all = checkRequest(pipeline, {});
  assertEquals([all.only, all.nodes.map(({ name }) => name)], [null, ["first", "second", "other"]]);
});

Deno.test("--until takes what is needed at any distance, in topological order", () => {
  const chain = ["a", "b", "c", "d"].map((name, i): Node => {
    const node = nodeOf("/project", name, { inputs: i === 0 ? {} : { x: "" } });
    return i === 0 ? node : { ...node, inputs: { x: { node: "abcd"[i - 1]!, output: "x" } } };
  });
  const graph = definePipeline([other, ...chain]);
  assertEquals(checkRequest(graph, { until: "d" }).nodes.map(({ name }) => name), [
    ..."abcd",
  ]);
});

Deno.test("checkJobs() takes a whole number from 1, and else the processors", () => {
  assertEquals([checkJobs(1), checkJobs(2), checkJobs(1000)], [1, 2, 1000]);
  assertEquals(checkJobs(), navigator.hardwareConcurrency);
});
