import { assertEquals } from "@std/assert";
import { parseCodeDigest } from "../../lib/codec/digest.ts";
import { definePipeline } from "../../lib/engine/graph.ts";
import { runDifference } from "../../lib/engine/run_difference.ts";
import type { PastRun, RecordedStage } from "../../lib/engine/engine.ts";
import { nodeOf } from "../support/one_stage.ts";
import { answering, digestFor, keyFor, pastRun, pastStage, recorded } from "../support/recorded.ts";

const PIPELINE = definePipeline([
  nodeOf("/", "train", {
    metrics: {
      loss: { better: "lower", description: "how far off" },
      gain: { better: "higher", description: "how well" },
    },
  }),
]);

/** Two runs of the stages that the records are of: those whose key ends in 2 are of the second. */
function difference(
  records: readonly RecordedStage[],
  more: { readonly before?: Partial<PastRun>; readonly after?: Partial<PastRun> } = {},
) {
  const run = (isSecond: boolean) =>
    records.filter(({ key }) => key.startsWith("32") === isSecond)
      .map(({ stage, key }) => pastStage(stage, "ran", { key }));
  return runDifference(
    answering({ pipeline: PIPELINE, recorded: records }),
    pastRun(run(false), { id: "one", ...more.before }),
    pastRun(run(true), { id: "two", ...more.after }),
  );
}

const first = (stage: string, more: Partial<RecordedStage>) =>
  recorded(stage, { key: keyFor(`1${stage}`), ...more });
const second = (stage: string, more: Partial<RecordedStage>) =>
  recorded(stage, { key: keyFor(`2${stage}`), ...more });

Deno.test("params differ by value and by being there, under their stage, in code-unit order", async () => {
  const { params } = await difference([
    first("b", { params: { same: 1, n: 1, was: "x", Z: 0 } }),
    first("a", { params: { n: false } }),
    second("b", { params: { same: 1, n: 2, is: true, Z: 1 } }),
    second("a", { params: { n: true } }),
  ]);
  assertEquals(params, [
    { name: "b.Z", before: 0, after: 1 },
    { name: "b.is", before: null, after: true },
    { name: "b.n", before: 1, after: 2 },
    { name: "b.was", before: "x", after: null },
    { name: "a.n", before: false, after: true },
  ]);
});

Deno.test("of two figures the better one is that of the declared end, with the difference of the two", async () => {
  const { metrics } = await difference([], {
    before: { metrics: { loss: 0.5, gain: 1, same: 3, only: 1, free: 1 } },
    after: { metrics: { loss: 0.25, gain: 0.5, same: 3, more: 2, free: 2 } },
  });
  assertEquals(metrics, [
    { name: "free", before: 1, after: 2, delta: 1, better: null },
    { name: "gain", before: 1, after: 0.5, delta: -0.5, better: "before" },
    { name: "loss", before: 0.5, after: 0.25, delta: -0.25, better: "after" },
    { name: "more", before: null, after: 2, delta: null, better: null },
    { name: "only", before: 1, after: null, delta: null, better: null },
    { name: "same", before: 3, after: 3, delta: 0, better: null },
  ]);
  const worse = await difference([], {
    before: { metrics: { loss: 0.5, gain: 0.5 } },
    after: { metrics: { loss: 0.625, gain: 0.625 } },
  });
  assertEquals(worse.metrics.map(({ name, better }) => [name, better]), [
    ["gain", "after"],
    ["loss", "before"],
  ]);
  const equal = await difference([], {
    before: { metrics: { loss: 1 } },
    after: { metrics: { loss: 1 } },
  });
  assertEquals(equal.metrics[0]?.better, null);
});

Deno.test("where a row has no figures those of the records count, and the row's count more", async () => {
  const { metrics } = await difference([
    first("train", { metrics: { loss: 1, old: 7 } }),
    second("train", { metrics: { loss: 2 } }),
  ], { after: { metrics: { loss: 3 } } });
  assertEquals(metrics.map(({ name, before, after }) => [name, before, after]), [
    ["loss", 1, 3],
    ["old", 7, null],
  ]);
});

Deno.test("files differ by digest under their path, whichever stage and role reads them", async () => {
  const file = (path: string, content: string) => ({ path, sha256: digestFor(content) });
  const { files } = await difference([
    first("a", { files: { r: file("same", "s"), s: file("changed", "1") } }),
    first("b", { files: { r: file("gone", "g") } }),
    second("a", { files: { other: file("same", "s"), s: file("changed", "2") } }),
    second("b", { files: { r: file("added", "n") } }),
  ]);
  assertEquals(files, [
    { name: "added", before: null, after: digestFor("n") },
    { name: "changed", before: digestFor("1"), after: digestFor("2") },
    { name: "gone", before: digestFor("g"), after: null },
  ]);
});

Deno.test("hosts, runtime and artifacts differ by what the records say of each stage", async () => {
  const x = (name: string) => ({ digest: digestFor(name), sizeBytes: 1 });
  const { hosts, runtime, artifacts } = await difference([
    first("a", { net: ["h", "i"], runtime: "deno 1", outputs: { x: x("1"), y: x("y") } }),
    first("b", { net: ["h"], runtime: "deno 1" }),
    second("a", { net: ["h"], runtime: "deno 2", outputs: { x: x("2"), y: x("y") } }),
    second("b", { net: ["h"], runtime: "deno 2" }),
  ]);
  const alone = [first("a", { runtime: "deno 1" }), second("a", { runtime: "deno 1" })];
  const same = { name: "deno", before: "deno 1", after: "deno 1" };
  assertEquals((await difference(alone)).runtime, same);
  assertEquals(hosts, [{ name: "a", before: ["h", "i"], after: ["h"] }]);
  assertEquals(runtime, { name: "deno", before: "deno 1", after: "deno 2" });
  assertEquals(artifacts, [{ name: "a.x", before: digestFor("1"), after: digestFor("2") }]);
});

Deno.test("code differs where the bundles do, apart for files and packages", async () => {
  const source = (subject: string, content: string, version: string | null = null) => {
    const digest = digestFor(content);
    return { path: subject, subject, version, textDigest: digest, partDigest: digest };
  };
  const code = parseCodeDigest(digestFor("new"));
  const { code: files, packages } = await difference([
    first("a", { sources: [source("f.ts", "1"), source("npm:p", "p1", "1.0.0")] }),
    second("a", { code, sources: [source("f.ts", "2"), source("npm:p", "p2", "1.1.0")] }),
  ]);
  const common = { stages: ["a"], inBundle: true };
  assertEquals(files, [{ name: "f.ts", before: digestFor("1"), after: digestFor("2"), ...common }]);
  assertEquals(packages, [{ name: "npm:p", before: "1.0.0", after: "1.1.0", ...common }]);
});

Deno.test("stages are all of both runs with their times, in the order of the newer one", async () => {
  const { stages } = await runDifference(
    answering({ recorded: [first("a", { elapsedMs: 900 })] }),
    pastRun([pastStage("gone"), pastStage("a", "hit", { key: keyFor("1a"), elapsedMs: 0 })]),
    pastRun([pastStage("new", "blocked", { elapsedMs: null }), pastStage("a", "failed")]),
  );
  assertEquals(stages, [
    {
      name: "new",
      before: null,
      after: { state: "blocked", elapsedMs: null, executionMs: null },
    },
    {
      name: "a",
      before: { state: "hit", elapsedMs: 0, executionMs: 900 },
      after: { state: "failed", elapsedMs: 20, executionMs: null },
    },
    { name: "gone", before: { state: "ran", elapsedMs: 20, executionMs: null }, after: null },
  ]);
});

Deno.test("what has no record in a run is unknown there, and compared with nothing", async () => {
  const difference = await runDifference(
    answering({ recorded: [first("a", { params: { n: 1 }, net: ["h"] })] }),
    pastRun([pastStage("a", "ran", { key: keyFor("1a") }), pastStage("b", "cut-off")]),
    pastRun([pastStage("a", "hit", { key: keyFor("not kept") }), pastStage("b", "died")]),
  );
  assertEquals(difference.unknown, [
    { run: "before", stage: "b", state: "cut-off" },
    { run: "after", stage: "a", state: "hit" },
    { run: "after", stage: "b", state: "died" },
  ]);
  const { params, code, packages, files, hosts, artifacts, runtime } = difference;
  assertEquals([params, code, packages, files, hosts, artifacts], [[], [], [], [], [], []]);
  assertEquals(runtime, { name: "deno", before: null, after: null });
});
