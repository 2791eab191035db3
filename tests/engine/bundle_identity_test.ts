/**
 * A bundle is found by all that decides it: module, exported names, assets, bundler and rules.
 *
 * @module
 */
import { assert, assertEquals, assertNotEquals } from "@std/assert";
import { codeDigest } from "../../lib/codec/digest.ts";
import { CodeDigests } from "../../lib/engine/code/code_digests.ts";
import { bundleIdentity, sourceOf } from "../../lib/engine/code/stage_source.ts";
import { FileDigests } from "../../lib/engine/file_digests.ts";
import { type AnyStage, definePipeline, type Node } from "../../lib/engine/graph.ts";
import { openEngine } from "../../lib/engine/open.ts";
import type { StageResult } from "../../lib/engine/result.ts";
import type { Engine, RunRequest } from "../../lib/engine/engine.ts";
import { MemoryStore } from "../../lib/store/memory_store.ts";
import { nodeOf, writeFiles } from "../support/one_stage.ts";
import { temporaryFolder } from "../support/temporary.ts";
import { executions } from "../support/what_ran.ts";

const FILES = {
  "stage.ts": `
import { word } from "./word.ts";
export const run = ({ assets, threads }) => {
  threads.start(null, 0);
  return { x: [word, ...Object.entries(assets).flat()].join(" ") };
};
export const thread = () => {};
`,
  "word.ts": `export const word = "word";`,
  "x.txt": "x",
  "y.txt": "y",
  "script.ts": `globalThis.a = "script";`,
};

/** A node of the one stage module, under a name of its own. */
function nodeNamed(root: string, name: string, more: Partial<AnyStage>): Node {
  return { ...nodeOf(root, "stage", more), name };
}

/** Nodes of one module that differ in what is bundled, and what each gives. */
const VARIANTS: readonly (readonly [name: string, more: Partial<AnyStage>, value: string])[] = [
  ["none", {}, "word"],
  ["x", { assets: { t: { text: "./x.txt" } } }, "word t x"],
  ["y", { assets: { t: { text: "./y.txt" } } }, "word t y"],
  ["renamed", { assets: { u: { text: "./x.txt" } } }, "word u x"],
  ["both", { assets: { t: { text: "./x.txt" }, u: { text: "./y.txt" } } }, "word t x u y"],
  ["order", { assets: { u: { text: "./y.txt" }, t: { text: "./x.txt" } } }, "word u y t x"],
  ["asText", { assets: { t: { text: "./script.ts" } } }, `word t ${FILES["script.ts"]}`],
  [
    "asScript",
    { assets: { t: { script: "./script.ts" } } },
    `word t (()=>{globalThis.a="script";})();\n`,
  ],
];

async function valueOf(engine: Engine, stage: StageResult | undefined): Promise<unknown> {
  assert(stage !== undefined && "outputs" in stage, JSON.stringify(stage));
  return await engine.read(stage.outputs["x"]!);
}

Deno.test("nodes of one module with other assets get bundles of their own", async () => {
  await using folder = await temporaryFolder();
  await writeFiles(folder.path, FILES);
  const nodes = VARIANTS.map(([name, more]) => nodeNamed(folder.path, name.toLowerCase(), more));
  const requests: readonly RunRequest[] = [{}, {}, { force: "all" }];
  for (const request of requests) {
    using engine = openEngine({ pipeline: definePipeline(nodes), root: folder.path });
    const { stages } = await engine.run(request);
    for (const [i, [name, , value]] of VARIANTS.entries()) {
      assertEquals(await valueOf(engine, stages[i]), value, name);
    }
    const { stages: reproduced } = await engine.reproduce();
    assertEquals(reproduced.map(({ state }) => state), VARIANTS.map(() => "identical"));
  }
});

Deno.test("an asset that is declared as another file, kind or name is executed, and named", async () => {
  await using folder = await temporaryFolder();
  await writeFiles(folder.path, FILES);
  const reasons: Record<string, unknown> = {};
  for (const [name, more, value] of VARIANTS) {
    const pipeline = definePipeline([nodeNamed(folder.path, "stage", more)]);
    using engine = openEngine({ pipeline, root: folder.path });
    const { stages } = await engine.run();
    reasons[name] = executions(stages)["stage"];
    assertEquals(await valueOf(engine, stages[0]), value, name);
    const again = await engine.run();
    assertEquals(executions(again.stages), {}, name);
  }
  assertEquals(reasons, {
    none: ["first-run stage"],
    x: ["code x.txt is new"],
    y: ["code y.txt is new"],
    renamed: ["code stage.ts"],
    both: ["code y.txt is new"],
    order: ["code stage.ts"],
    asText: ["code script.ts is new"],
    asScript: ["code stage.ts"],
  });
});

Deno.test("a stage that gets a thread gets a bundle with it", async () => {
  await using folder = await temporaryFolder();
  await writeFiles(folder.path, {
    "stage.ts": `
export const run = async ({ threads }) => {
  const memory = new SharedArrayBuffer(4);
  const cells = new Int32Array(memory);
  if (threads.count > 0) {
    threads.start(memory);
    while (Atomics.load(cells, 0) === 0) await Promise.resolve();
  }
  return { x: cells[0] };
};
export const thread = (memory) => void Atomics.store(new Int32Array(memory), 0, 7);
`,
  });
  const threaded = { threads: () => 1, thread: () => {} };
  const digests = await Promise.all([{}, threaded].map(async (more) => {
    const files = new FileDigests(folder.path, new Map());
    using code = new CodeDigests(folder.path, files, new MemoryStore(), new Map());
    return await code.digest(nodeOf(folder.path, "stage", more).stage);
  }));
  assertNotEquals(digests[0], digests[1]);
  using engine = openEngine({
    pipeline: definePipeline([
      nodeNamed(folder.path, "plain", {}),
      nodeNamed(folder.path, "threaded", threaded),
    ]),
    root: folder.path,
  });
  const { stages } = await engine.run();
  assertEquals(await valueOf(engine, stages[1]), 7, JSON.stringify(stages));
});

Deno.test("each part of a bundle's identity makes another one", () => {
  const source = sourceOf(nodeOf("/p", "stage").stage);
  const identities = [
    bundleIdentity(source, "/p", "bundler 1"),
    bundleIdentity(source, "/p", "bundler 2"),
    bundleIdentity(sourceOf(nodeOf("/p", "other").stage), "/p", "bundler 1"),
    bundleIdentity({ ...source, exports: ["run", "thread"] }, "/p", "bundler 1"),
    ...VARIANTS.slice(1).map(([, { assets = {} }]) =>
      bundleIdentity({ ...source, assets }, "/p", "bundler 1")
    ),
  ];
  assertEquals(new Set(identities).size, identities.length);
  assertEquals(
    bundleIdentity(sourceOf(nodeOf("/q", "stage").stage), "/q", "bundler 1"),
    identities[0],
  );
});

/** What a memo says of a bundle; `digest` finds what it is worth. */
async function withMemo(
  change: (identity: string, memo: Record<string, unknown>) => [string, unknown],
): Promise<{ digest: string; expected: string; isBundled: boolean }> {
  await using folder = await temporaryFolder();
  await writeFiles(folder.path, { "stage.ts": "export const run = () => ({ x: 1 });" });
  const { stage } = nodeOf(folder.path, "stage");
  const open = (memos: ReadonlyMap<string, unknown>): CodeDigests =>
    new CodeDigests(
      folder.path,
      new FileDigests(folder.path, new Map()),
      new MemoryStore(),
      memos,
    );
  using first = open(new Map());
  const expected = await first.digest(stage);
  const [[identity, memos] = []] = first.learned();
  assert(identity !== undefined && Array.isArray(memos));
  using second = open(new Map([change(identity, memos[0])]));
  const digest = await second.digest(stage);
  return { digest, expected, isBundled: second.built().length > 0 };
}

const WRONG = await codeDigest(new TextEncoder().encode("other code"));

Deno.test("a memo is trusted as it was written", async () => {
  const kept = await withMemo((identity, memo) => [identity, [{ ...memo, digest: WRONG }]]);
  assertEquals([kept.digest, kept.isBundled], [WRONG, false], "the other tests can fail");
});

const UNTRUSTED: Readonly<Record<string, Parameters<typeof withMemo>[0]>> = {
  "of another bundler": (identity, memo) => [
    identity.replace(/"bundler":"[^"]+"/, `"bundler":"esbuild-wasm 0"`),
    [{ ...memo, digest: WRONG }],
  ],
  "of other rules": (identity, memo) => [
    identity.replace(/rules \d+/, "rules 0"),
    [{ ...memo, digest: WRONG }],
  ],
  "of other options": (identity, memo) => [
    identity.replace("minifySyntax", "minify"),
    [{ ...memo, digest: WRONG }],
  ],
  "of other exports": (identity, memo) => [
    identity.replace(`["run"]`, `["run","thread"]`),
    [{ ...memo, digest: WRONG }],
  ],
  "of other sources": (identity, memo) => [
    identity,
    [{ ...memo, digest: WRONG, sources: [{ path: "stage.ts", textDigest: WRONG }] }],
  ],
  "whose digest is garbage": (identity, memo) => [identity, [{ ...memo, digest: "zz" }]],
  "whose digest is missing": (identity, { digest: _, ...memo }) => [identity, [memo]],
  "whose sources are garbage": (identity, memo) => [
    identity,
    [{ ...memo, digest: WRONG, sources: [{ path: 1 }] }],
  ],
  "whose lookups are missing": (identity, { lookups: _, ...memo }) => [
    identity,
    [{ ...memo, digest: WRONG }],
  ],
  "whose lookups are garbage": (identity, memo) => [
    identity,
    [{
      ...memo,
      digest: WRONG,
      lookups: { imports: [1], unasked: [], kinds: [], texts: [], realPaths: [] },
    }],
  ],
  "that is no list": (identity, memo) => [identity, { ...memo, digest: WRONG }],
};
for (const [what, change] of Object.entries(UNTRUSTED)) {
  Deno.test(`a memo ${what} is not trusted`, async () => {
    const { digest, expected, isBundled } = await withMemo((identity, memo) => {
      const changed = change(identity, memo);
      assertNotEquals(changed, [identity, [memo]], "the change changed something");
      return changed;
    });
    assertEquals([digest, isBundled], [expected, true]);
  });
}
