import { assertEquals, assertThrows } from "@std/assert";
import { UsageError } from "../../lib/engine/errors.ts";
import { type AnyStage, definePipeline } from "../../lib/engine/graph.ts";
import { nodeOf } from "../support/one_stage.ts";

const text = { type: "string", default: "", description: "a text" } as const;

function problemsOf(more: Partial<AnyStage>, name = "stage"): string[] {
  const define = () => definePipeline([nodeOf("/project", name, more)]);
  return assertThrows(define, UsageError).problems.map(({ message }) => message);
}

Deno.test("names that every object has, or that do not fit into STAGE.NAME, are refused, all at once", () => {
  const proto = JSON.parse(
    `{ "__proto__": { "type": "string", "default": "", "description": "" } }`,
  );
  const problems = problemsOf({
    inputs: { "a.b": "an input" },
    params: { constructor: text, "": text, ...proto },
    outputs: { toString: "an output", "1": "another" },
    settings: { valueOf: text, "ä": text },
  }, "constructor");
  const named = problems.flatMap((message) =>
    /^(\w+) name "([^"]*)"/.exec(message)?.slice(1) ?? []
  );
  assertEquals(named, [
    ...["Stage", "constructor", "Input", "a.b", "Param", "constructor", "Param", ""],
    ...["Param", "__proto__"],
    ...["Output", "1", "Output", "toString", "Setting", "valueOf", "Setting", "ä"],
  ]);
});

Deno.test("retries and time-outs that are none are refused", () => {
  for (const retries of [-1, 0.5, NaN, Infinity]) {
    assertEquals(problemsOf({ retries }), [
      `Stage "stage" has ${retries} retries, expected a whole number from 0`,
    ]);
  }
  for (const timeoutMs of [0, -1, NaN, Infinity, 2 ** 31]) {
    assertEquals(problemsOf({ timeoutMs }), [
      `Stage "stage" has a timeoutMs of ${timeoutMs}, expected more than 0 and at most ` +
      `2147483647; leave it out for no limit`,
    ]);
  }
  const right = nodeOf("/project", "stage", { retries: 3, timeoutMs: 2 ** 31 - 1 });
  assertEquals(definePipeline([right]).nodes, [right]);
});
