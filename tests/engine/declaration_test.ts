import { assertEquals } from "@std/assert";
import { type AnyStage, definePipeline } from "../../lib/engine/graph.ts";
import { nodeOf } from "../support/one_stage.ts";

const text = { type: "string", default: "", description: "a text" } as const;

function problemsOf(more: Partial<AnyStage>, name = "stage"): string[] {
  return definePipeline([nodeOf("/project", name, more)]).problems.map(({ message }) => message);
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

Deno.test("metrics and assets whose names are no text, or that every object has, are refused", () => {
  const metric = { description: "", better: "lower" } as const;
  assertEquals(
    problemsOf({
      metrics: { "": metric, "a\nb": metric, toString: metric, "精度 @5": metric },
      assets: { " ": { text: "./a.css" }, valueOf: { script: "./a.ts" }, "a.css": { text: "./a" } },
    }),
    [
      ...['Metric name ""', 'Metric name "a\\nb"', 'Metric name "toString"'],
      ...['Asset name " "', 'Asset name "valueOf"'],
    ].map((start) =>
      `${start} of stage "stage" must be a text on one line, and no name that every object has`
    ),
  );
});

Deno.test("a module that is no file, and an asset without a path, are refused", () => {
  const more = { module: "https://example.org/a.ts", assets: { page: { script: "" } } };
  assertEquals(problemsOf(more), [
    'Stage "stage" has the module "https://example.org/a.ts", expected the `import.meta.url` of a file',
    'Asset "page" of stage "stage" has no path',
  ]);
});

Deno.test("bounds that leave nothing are refused, whatever the default", () => {
  const number = { type: "number", default: 1, description: "" } as const;
  const choice = { type: "choice", default: "a", description: "" } as const;
  assertEquals(
    problemsOf({
      params: {
        a: { ...number, min: 2, max: 1 },
        b: { ...number, max: NaN },
        c: { ...choice, choices: [] },
        d: { ...choice, choices: ["a", "b", "a"] },
        e: { ...number, min: 1, max: 1 },
      },
    }),
    [
      "The bounds of stage.a leave nothing: from 2 to 1",
      "The bounds of stage.b leave nothing: from -Infinity to NaN",
      "The bounds of stage.c leave nothing: no choice",
      "The bounds of stage.d name a choice twice",
    ],
  );
});
