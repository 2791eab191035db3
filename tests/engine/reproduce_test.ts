import { assert, assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { encodeArtifact } from "../../lib/codec/msgpack.ts";
import { tensor, type Value } from "../../lib/codec/value.ts";
import { firstDifference } from "../../lib/engine/difference.ts";
import { UsageError } from "../../lib/engine/errors.ts";
import { definePipeline, type Node } from "../../lib/engine/graph.ts";
import { openEngine } from "../../lib/engine/open.ts";
import { UNFENCED } from "../../lib/engine/unfenced.ts";
import { filesBelow } from "../support/files_below.ts";
import { nodeOf, writeFiles } from "../support/one_stage.ts";
import { TestProject } from "../support/project.ts";
import { temporaryFolder } from "../support/temporary.ts";

/** A stage that is not reproducible on purpose: it puts what a server counts into a tensor. */
const COUNTING = `export async function run({ params }) {
  const count = Number(await (await fetch("http://localhost:" + params.port)).text());
  const data = new Float32Array(6);
  data[4] = count;
  return { x: { name: "counted", weights: { dtype: "float32", shape: [2, 3], data } } };
}`;
const READING = `export const run = ({ inputs }) => ({ x: inputs.x.weights.data[4] });`;

interface Counter extends AsyncDisposable {
  readonly port: number;
}

/** A server whose answers are 1, 2, 3, … */
function counter(): Counter {
  let count = 0;
  const server = Deno.serve(
    { port: 0, hostname: "127.0.0.1", onListen: () => {} },
    () => new Response(String(++count)),
  );
  return { port: server.addr.port, [Symbol.asyncDispose]: () => server.shutdown() };
}

function countingNodes(root: string, port: number): Node[] {
  const spec = { type: "integer", default: port, description: "of the server" } as const;
  const params = { port: spec };
  const net = (): string[] => [`localhost:${port}`];
  return [
    nodeOf(root, "steady"),
    nodeOf(root, "counting", { params, net }),
    {
      ...nodeOf(root, "reading", { inputs: { x: "counted" } }),
      inputs: { x: { node: "counting", output: "x" } },
    },
  ];
}

Deno.test(
  "reproduce() names the stage, output, byte and index that differ, and no stage that only reads them",
  async () => {
    await using server = counter();
    await using folder = await temporaryFolder();
    await writeFiles(folder.path, {
      "steady.ts": "export const run = () => ({ x: [1, 2] });",
      "counting.ts": COUNTING,
      "reading.ts": READING,
    });
    const pipeline = definePipeline(countingNodes(folder.path, server.port));
    using engine = openEngine({ pipeline, root: folder.path });
    await engine.run();
    const before = await filesBelow(`${folder.path}/artifacts`);

    const { outcome, stages } = await engine.reproduce();
    assertEquals(outcome, "different");
    assertEquals(stages.map(({ name, state }) => `${name} ${state}`), [
      "steady identical",
      "counting different",
      "reading identical",
    ]);
    const [, counting] = stages;
    assert(counting?.state === "different");
    assertEquals(counting.causes, {
      likely: null,
      possible: ["nan", "stack", "memory", "hosts", "flags", "words"],
    });
    const { byteOffset, ...place } = counting.difference;
    assertEquals(place, { output: "x", path: "$.weights", index: [1, 1], before: 1, after: 2 });
    const document = (count: number) => {
      const data = new Float32Array([0, 0, 0, 0, count, 0]);
      return encodeArtifact({ name: "counted", weights: tensor("float32", [2, 3], data) });
    };
    const [one, two] = [document(1), document(2)];
    assertEquals(byteOffset, one.findIndex((byte, i) => byte !== two[i]));
    assertEquals(await filesBelow(`${folder.path}/artifacts`), before, "the store is as it was");
  },
);

Deno.test(
  "reproduce() refuses stages that are not fresh, all at once, and executes nothing",
  async () => {
    await using folder = await temporaryFolder();
    await writeFiles(folder.path, { "a.ts": "export const run = () => ({ x: 1 });" });
    await Deno.copyFile(`${folder.path}/a.ts`, `${folder.path}/b.ts`);
    const pipeline = definePipeline([nodeOf(folder.path, "a"), nodeOf(folder.path, "b")]);
    using engine = openEngine({ pipeline, root: folder.path });
    const { problems } = await assertRejects(() => engine.reproduce(), UsageError);
    assertEquals(problems.map(({ subject }) => subject), ["a", "b"]);
    assertEquals(
      problems[0]?.message,
      'Stage "a" is not fresh, so there is nothing to hold it against; ' +
        'bring it up to date with "run" and the same params first',
    );
  },
);

Deno.test("reproduce() tells of a stage that fails and goes on with the others", async () => {
  await using server = counter();
  await using folder = await temporaryFolder();
  await writeFiles(folder.path, {
    "steady.ts": "export const run = () => ({ x: [1, 2] });",
    "counting.ts": COUNTING.replace("data[4]", `if (count > 1) throw new Error("no more");data[4]`),
    "reading.ts": READING,
  });
  const pipeline = definePipeline(countingNodes(folder.path, server.port));
  using engine = openEngine({ pipeline, root: folder.path });
  await engine.run();
  const { outcome, stages } = await engine.reproduce({ jobs: 1 });
  assertEquals(outcome, "failed");
  assertEquals(stages.map(({ state }) => state), ["identical", "failed", "identical"]);
  assert(stages[1]?.state === "failed");
  assertEquals(stages[1].error.message, "no more");
  assertEquals(stages[1].causes, { likely: null, possible: [] });
});

Deno.test("reproduce exits 0 when all is identical, 2 when a stage is stale, 4 when one differs", async () => {
  await using project = await TestProject.create();
  assertEquals((await project.cli("reproduce")).code, 2);
  await project.run();
  const same = await project.cli("reproduce");
  assertEquals(same.code, 0, same.stderr);
  assertStringIncludes(same.stdout, "Executed 4 stages again");

  await using server = counter();
  const file = "stages/numbers.ts";
  await project.edit(file, "export function run", "export async function run");
  await project.edit(
    file,
    "  const numbers =",
    `  const extra_ = Number(await (await fetch("http://localhost:${server.port}")).text());\n  const numbers =`,
  );
  await project.edit(file, "[...numbers, extra]", "[...numbers, extra, extra_]");
  await project.edit(file, "  files:", `  net: () => ["localhost:${server.port}"],\n  files:`);
  await project.run();
  const different = await project.cli("reproduce", "--json");
  assertEquals(different.code, 4);
  assertStringIncludes(
    different.stderr,
    "numbers is not reproducible: numbers.numbers[5] was 1 and came out 2",
  );
  assertStringIncludes(different.stderr, `; ${UNFENCED.hosts}; `);
  const { stages } = JSON.parse(different.stdout);
  assertEquals(
    stages.map((stage: { name: string; identical: boolean }) => [stage.name, stage.identical]),
    [["numbers", false], ["squares", true], ["parity", true], ["total", true]],
  );
});

type Case = readonly [
  claim: string,
  before: Value,
  after: Value,
  path: string,
  index: number[] | null,
];
const CASES: readonly Case[] = [
  ["a number", { a: 1, b: 2 }, { a: 1, b: 3 }, "$.b", null],
  ["a text", ["same"], ["sane"], "$[0]", [2]],
  ["a longer text", "ab", "abc", "$", [2]],
  ["bytes", new Uint8Array([1, 2, 3]), new Uint8Array([1, 2, 4]), "$", [2]],
  ["the length of a list", { a: [1, 2] }, { a: [1, 2, 3] }, "$.a", null],
  ["the keys of a map", { a: { b: 1 } }, { a: { c: 1 } }, "$.a", null],
  ["the type of a part", [null], [false], "$[0]", null],
  [
    "the shape of a tensor",
    tensor("uint8", [2, 1], new Uint8Array(2)),
    tensor("uint8", [1, 2], new Uint8Array(2)),
    "$",
    null,
  ],
  [
    "the sign of a zero in a tensor",
    tensor("float64", [3], new Float64Array([1, 0, 2])),
    tensor("float64", [3], new Float64Array([1, -0, 2])),
    "$",
    [1],
  ],
];

Deno.test("firstDifference() finds what differs first, whatever it is", async (t) => {
  for (const [claim, before, after, path, index] of CASES) {
    await t.step(claim, () => {
      const found = firstDifference("x", encodeArtifact(before), encodeArtifact(after));
      assertEquals([found.path, found.index], [path, index]);
      assert(found.before !== found.after);
    });
  }
});
