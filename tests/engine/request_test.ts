import { assertEquals, assertThrows } from "@std/assert";
import { UsageError } from "../../lib/engine/errors.ts";
import { definePipeline, type Node } from "../../lib/engine/graph.ts";
import { checkRequest } from "../../lib/engine/request.ts";
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

Deno.test("a param named like something every object has is unknown", () => {
  const request = { params: { first: { constructor: 1, toString: 2 } } };
  const { problems } = assertThrows(() => checkRequest(pipeline, request), UsageError);
  assertEquals(problems.length, 2);
});
