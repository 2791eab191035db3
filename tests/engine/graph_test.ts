import { assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { UsageError } from "../../lib/engine/errors.ts";
import { connect, definePipeline, type Node } from "../../lib/engine/graph.ts";
import { openEngine } from "../../lib/engine/open.ts";
import { defineStage, type ParamSchema, type StageContext } from "../../lib/engine/stage.ts";

const numbers = defineStage({
  module: "file:///project/numbers.ts",
  name: "numbers",
  description: "",
  inputs: {},
  params: {},
  outputs: { list: "", count: "" },
  run: () => ({ list: [1, 2], count: 2 }),
});

const schema = {
  rate: { type: "number", default: 0.5, min: 0, max: 1, description: "" },
  mode: { type: "choice", default: "a", choices: ["a", "b"], description: "" },
} as const satisfies ParamSchema;

function sum({ inputs, params }: StageContext<{ list: number[] }, typeof schema>) {
  const mode: "a" | "b" = params.mode;
  return { total: inputs.list.length * params.rate, mode };
}

const total = defineStage({
  module: "file:///project/total.ts",
  name: "total",
  description: "",
  inputs: { list: "" },
  params: schema,
  outputs: { total: "", mode: "" },
  run: sum,
});

function problemsOf(nodes: readonly Node[]): string {
  const pipeline = definePipeline(nodes);
  const open = () => openEngine({ pipeline, root: "/project" });
  return assertThrows(open, UsageError).message;
}

Deno.test("nodes are ordered after those that they need, otherwise as given", () => {
  const first = connect(numbers, {});
  const one = connect(total, { list: first.outputs.list }, "one");
  const two = connect(total, { list: first.outputs.list }, "two");
  assertEquals(definePipeline([two, one, first]).nodes.map(({ name }) => name), [
    "numbers",
    "two",
    "one",
  ]);
});

Deno.test("edges that are missing, misspelt or of the wrong type do not compile", () => {
  const first = connect(numbers, {});
  // @ts-expect-error the input is missing
  connect(total, {});
  // @ts-expect-error there is no output of this name
  connect(total, { list: first.outputs.lists });
  // @ts-expect-error the output is a number, the input a list
  connect(total, { list: first.outputs.count });
  // @ts-expect-error there is no input of this name
  connect(total, { list: first.outputs.list, more: first.outputs.count });
});

Deno.test("declarations that do not fit `run` do not compile", () => {
  const rest = { module: import.meta.url, name: "x", description: "", params: {} };
  // @ts-expect-error `run` gives no such output
  defineStage({ ...rest, inputs: {}, outputs: { z: "" }, run: () => ({ y: 1 }) });
  // @ts-expect-error `run` gives another output, too
  defineStage({ ...rest, inputs: {}, outputs: { y: "" }, run: () => ({ y: 1, z: 1 }) });
  // @ts-expect-error the input is not declared
  defineStage({ ...rest, params: schema, inputs: {}, outputs: { total: "", mode: "" }, run: sum });
  // @ts-expect-error a Map does not encode
  defineStage({ ...rest, inputs: {}, outputs: { y: "" }, run: () => ({ y: new Map() }) });
  // @ts-expect-error a default has the wrong type
  ({ rate: { type: "number", default: "0.5", description: "" } }) satisfies ParamSchema;
});

Deno.test("fault 45: a cycle or self-loop made through casts is refused and shown", () => {
  const node = (name: string, from: string): Node => ({
    name,
    stage: total,
    inputs: { list: { node: from, output: "total" } },
  });
  assertStringIncludes(problemsOf([node("a", "b"), node("b", "a")]), "a → b → a");
  assertStringIncludes(problemsOf([node("a", "a")]), "a → a");
});

Deno.test("fault 45: duplicate names, unknown stages, inputs and outputs are refused, all at once", () => {
  const first = connect(numbers, {});
  const stray: Node = {
    name: "Stray name",
    stage: total,
    inputs: { list: { node: "nowhere", output: "x" }, more: { node: "numbers", output: "list" } },
  };
  const wrong: Node = {
    name: "wrong",
    stage: total,
    inputs: { list: { node: "numbers", output: "x" } },
  };
  const bare: Node = { name: "bare", stage: total, inputs: {} };
  const loop: Node = {
    name: "loop",
    stage: total,
    inputs: { list: { node: "loop", output: "total" } },
  };
  // As an output that a node does not have comes through a cast.
  const cast: Node = { name: "cast", stage: total, inputs: { list: undefined as never } };
  const message = problemsOf([first, first, stray, wrong, bare, loop, cast]);
  for (
    const part of [
      `Two stages are named "numbers"`,
      `Stage name "Stray name" must start with a-z`,
      `comes from "nowhere", which is not in the pipeline`,
      `Stage "Stray name" has no input "more"`,
      `wants "numbers.x", which does not exist`,
      `Input "list" of stage "bare" is not connected`,
      `The pipeline has a cycle: loop → loop`,
      `Input "list" of stage "cast" is connected to an output that does not exist`,
    ]
  ) assertStringIncludes(message, part);
});

Deno.test("a param whose default is out of its own bounds is refused", () => {
  const broken: Node = {
    ...connect(numbers, {}),
    stage: {
      ...numbers,
      params: { rate: { type: "number", default: 2, max: 1, description: "" } },
    },
  };
  assertStringIncludes(
    problemsOf([broken]),
    "The default of numbers.rate must be at most 1, got 2",
  );
});

Deno.test("stages of one module must have its one function: another would not be executed", () => {
  const one = { ...numbers, thread: () => {} };
  const otherRun = { ...one, name: "run", run: () => ({ list: [3], count: 1 }) };
  const otherThread = { ...one, name: "thread", thread: () => {} };
  const elsewhere = { ...otherRun, name: "elsewhere", module: "file:///project/elsewhere.ts" };
  const nodes = [one, { ...one, name: "same" }, { ...numbers, name: "none" }, elsewhere];
  const connected = nodes.map((stage) => connect(stage, {}));
  assertEquals(definePipeline(connected).problems, []);
  const { problems } = definePipeline(
    [...connected, connect(otherRun, {}), connect(otherThread, {})],
  );
  assertEquals(problems.map(({ subject }) => subject), ["run", "thread"]);
  for (const [i, exported] of ["run", "thread"].entries()) {
    assertStringIncludes(
      problems[i]?.message ?? "",
      `Stages "numbers" and "${exported}" are declared in one file with different functions as ` +
        `\`${exported}\``,
    );
  }
});
