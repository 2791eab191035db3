/**
 * The table of `key_table_test.ts` through the API, with what a project of texts can show more cheaply:
 * params that change their type, enums, assets, packages of many files.
 *
 * @module
 */
import { assertEquals } from "@std/assert";
import { type AnyStage, definePipeline, type Node } from "../../lib/engine/graph.ts";
import { openEngine } from "../../lib/engine/open.ts";
import type { ParamSpec } from "../../lib/engine/params.ts";
import { moveToRuntime } from "../support/other_runtime.ts";
import { nodeOf, writeFiles } from "../support/one_stage.ts";
import { temporaryFolder } from "../support/temporary.ts";
import { executions } from "../support/what_ran.ts";

/** A project as texts and values; a mutation gives another one. */
interface World {
  readonly files: Readonly<Record<string, string>>;
  readonly seed: ParamSpec;
  readonly draw: Partial<AnyStage>;
  /** What the inputs `a` and `b` of the last stage read. */
  readonly a: string;
  readonly b: string;
}

const PACKAGE = (version: string): string =>
  `node_modules/.deno/many@${version}/node_modules/many/`;
const FILES: World["files"] = {
  "data.txt": "1",
  "page.ts": "globalThis.shown = 1; // a comment",
  "deep/one.ts": `export { two } from "./two.ts";`,
  "deep/two.ts": `import { THREE } from "./three.ts"; export const two = (n) => n * THREE;`,
  "deep/three.ts": "export const THREE = 3;",
  "kinds.ts": `export enum Kind { Small = 1, Large = 2 }`,
  [`${PACKAGE("1.0.0")}package.json`]: `{ "name": "many", "version": "1.0.0" }`,
  [`${PACKAGE("2.0.0")}package.json`]: `{ "name": "many", "version": "2.0.0" }`,
  [`${PACKAGE("1.0.0")}index.js`]: `export { f } from "./f.js";`,
  [`${PACKAGE("1.0.0")}f.js`]: `export { g as f } from "./g.js";`,
  [`${PACKAGE("1.0.0")}g.js`]: `export const g = (x) => x;`,
  [`${PACKAGE("2.0.0")}index.js`]: `export { f } from "./h.js";`,
  [`${PACKAGE("2.0.0")}h.js`]: `export const f = (x) => x + 0;`,
  "draw.ts": `import { two } from "./deep/one.ts";
    export const run = ({ params, files }) =>
      ({ x: two(Number(params.seed)) + Number(new TextDecoder().decode(files.data)) });`,
  "kind.ts": `import { Kind } from "./kinds.ts";
    import { f } from "./${PACKAGE("1.0.0")}index.js";
    export const run = ({ assets }) => ({ x: f(Kind.Large) + assets.page.length });`,
  "join.ts": `export const run = ({ inputs }) => ({ x: [inputs.a, inputs.b] });`,
};
const WORLD: World = {
  files: FILES,
  seed: { type: "integer", default: 1, description: "" },
  draw: {},
  a: "draw",
  b: "kind",
};

function nodesOf({ seed, draw, a, b }: World, root: string): Node[] {
  const files = (): { data: string } => ({ data: "data.txt" });
  return [
    nodeOf(root, "draw", { params: { seed }, files, ...draw }),
    nodeOf(root, "kind", { assets: { page: { script: "./page.ts" } } }),
    {
      ...nodeOf(root, "join", { inputs: { a: "", b: "" } }),
      inputs: { a: { node: a, output: "x" }, b: { node: b, output: "x" } },
    },
  ];
}

const withFile = (path: string, from: string, to: string): World => ({
  ...WORLD,
  files: { ...FILES, [path]: FILES[path]!.replace(from, to) },
});
const JOINED = { join: ["input draw.x"] };

type Expected = Readonly<Record<string, readonly string[]>>;
const TABLE: readonly (readonly [claim: string, world: World, executes: Expected])[] = [
  ["nothing", WORLD, {}],
  ["another seed", { ...WORLD, seed: { type: "integer", default: 2, description: "" } }, {
    draw: ["param draw.seed 1→2"],
    ...JOINED,
  }],
  ['the text "1" for the number 1', {
    ...WORLD,
    seed: { type: "string", default: "1", description: "" },
  }, { draw: ["param draw.seed 1→1"] }],
  ["the text true for the number 1", {
    ...WORLD,
    seed: { type: "boolean", default: true, description: "" },
  }, { draw: ["param draw.seed 1→true"] }],
  ["two inputs with swapped contents", { ...WORLD, a: "kind", b: "draw" }, {
    join: ["input kind.x", "input draw.x"],
  }],
  ["both inputs with the same contents", { ...WORLD, b: "draw" }, { join: ["input draw.x"] }],
  [
    "a constant three imports deep, which the bundler puts elsewhere",
    withFile("deep/three.ts", "3", "4"),
    {
      draw: ["code deep/three.ts"],
      ...JOINED,
    },
  ],
  ["a comment beside that constant", withFile("deep/three.ts", "3;", "3; // three"), {}],
  ["a file that only passes on", withFile("deep/one.ts", "{ two }", "{ two, two as three }"), {}],
  ["a value of an enum", withFile("kinds.ts", "Large = 2", "Large = 5"), {
    kind: ["code kinds.ts"],
    join: ["input kind.x"],
  }],
  ["an asset", withFile("page.ts", "shown = 1", "shown = 22"), {
    kind: ["code page.ts"],
    join: ["input kind.x"],
  }],
  ["a comment in an asset", withFile("page.ts", "a comment", "another comment"), {}],
  ["a package of many files in another version", withFile("kind.ts", "many@1.0.0", "many@2.0.0"), {
    kind: ["code kind.ts", "code npm:many 1.0.0→2.0.0"],
  }],
  ["an external file", withFile("data.txt", "1", "2"), { draw: ["file data.txt"], ...JOINED }],
  ["a host", { ...WORLD, draw: { net: () => ["localhost"] } }, {
    draw: ["host localhost null→localhost"],
  }],
  ["retries and a time limit", { ...WORLD, draw: { retries: 3, timeoutMs: 60_000 } }, {}],
  ["the description of an output", { ...WORLD, draw: { outputs: { x: "other words" } } }, {}],
];

Deno.test(
  "behaviours 1 and 2, through the API: each change executes exactly its stages, with its reasons",
  async (t) => {
    for (const [claim, world, executes] of TABLE) {
      await t.step(claim, async () => {
        await using folder = await temporaryFolder();
        const root = folder.path;
        const runOf = async (made: World): Promise<Record<string, string[]>> => {
          await writeFiles(root, made.files);
          using engine = openEngine({ pipeline: definePipeline(nodesOf(made, root)), root });
          return executions((await engine.run()).stages);
        };
        assertEquals(Object.keys(await runOf(WORLD)), ["draw", "kind", "join"]);
        assertEquals(await runOf(world), executes);
        assertEquals(await runOf(WORLD), {}, "going back executes nothing");
      });
    }
  },
);

Deno.test("another runtime is a reason of its own, through the API", async () => {
  await using folder = await temporaryFolder();
  const root = folder.path;
  await writeFiles(root, FILES);
  const pipeline = definePipeline(nodesOf(WORLD, root));
  {
    using engine = openEngine({ pipeline, root });
    await engine.run();
  }
  await moveToRuntime(`${root}/artifacts`, "deno 1.0.0");
  using engine = openEngine({ pipeline, root });
  const runtime = [`runtime deno deno 1.0.0→deno ${Deno.version.deno}`];
  assertEquals(executions((await engine.run()).stages), {
    draw: runtime,
    kind: runtime,
    join: runtime,
  });
});

Deno.test("the order in which params, settings, inputs and files are declared changes no result", async () => {
  const inOrder = <T>(
    isTurned: boolean,
    fields: Readonly<Record<string, T>>,
  ): Record<string, T> => {
    const entries = Object.entries(fields);
    return Object.fromEntries(isTurned ? entries.reverse() : entries);
  };
  await using folder = await temporaryFolder();
  const root = folder.path;
  await writeFiles(root, {
    "one.txt": "1",
    "in/one.txt": "1",
    "b.ts": "export const run = () => ({ x: 1 });",
    "a.ts": "export const run = () => ({ x: 2 });",
    "join.ts": `export const run = ({ inputs, params, settings, files }) =>
      ({ x: [inputs, params, settings, files].map((each) => Object.keys(each).join()) });`,
  });
  const spec: ParamSpec = { type: "integer", default: 1, description: "" };
  const resultOf = async (isTurned: boolean, isForced: boolean): Promise<unknown> => {
    const node: Node = {
      ...nodeOf(root, "join", {
        inputs: inOrder(isTurned, { b: "", a: "" }),
        params: inOrder(isTurned, { q: spec, p: spec }),
        settings: inOrder(isTurned, { t: spec, s: spec }),
        files: () => inOrder(isTurned, { f: { folder: "in", ending: ".txt" }, "f-1": "one.txt" }),
      }),
      inputs: inOrder(isTurned, {
        b: { node: "b", output: "x" },
        a: { node: "a", output: "x" },
      }),
    };
    const pipeline = definePipeline([nodeOf(root, "b"), nodeOf(root, "a"), node]);
    using engine = openEngine({ pipeline, root });
    const { stages } = await engine.run({ force: isForced ? ["join"] : [] });
    const join = stages.at(-1);
    if (join === undefined || !("outputs" in join)) throw new Error(JSON.stringify(stages));
    return [join.state, await engine.read(join.outputs["x"]!)];
  };
  const names = ["a,b", "p,q", "s,t", "f-1,f/one.txt"];
  assertEquals(await resultOf(false, false), ["ran", names]);
  assertEquals(await resultOf(true, false), ["hit", names]);
  assertEquals(await resultOf(true, true), ["ran", names]);
});
