/**
 * Pipelines that share a store: a collection for one of them keeps what the others need.
 *
 * @module
 */
import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { type StoredRun } from "../../lib/store/store.ts";
import { LocalStore } from "../../lib/store/local_store.ts";
import { type Finished, TestProject } from "../support/project.ts";
import { danglingIn } from "./dangling.ts";

/** A project with a second pipeline on its store, `small.ts`, which ends with `squares`. */
async function twoPipelines(): Promise<TestProject> {
  const project = await TestProject.create();
  const text = await Deno.readTextFile(`${project.root}/pipeline.ts`);
  await project.write("small.ts", text.replace("[source, squared, odd, sum]", "[source, squared]"));
  return project;
}

function cli(project: TestProject, file: string, ...args: string[]): Promise<Finished> {
  return project.script(file, ["--allow-all"], ...args);
}

/** What a run of the pipeline in `file` executed. */
async function executed(project: TestProject, file: string, ...args: string[]): Promise<string[]> {
  const { code, stdout, stderr } = await cli(project, file, "run", "--json", ...args);
  assertEquals(code, 0, stderr);
  const { stages } = JSON.parse(stdout);
  return stages.filter(({ state }: { state: string }) => state === "ran")
    .map(({ name }: { name: string }) => name);
}

interface GcJson {
  readonly removed: readonly { readonly id: string; readonly pipeline: string | null }[];
  readonly keptForOthers: readonly {
    readonly pipeline: string | null;
    readonly runs: number;
    readonly records: number;
    readonly objects: number;
    readonly objectBytes: number;
  }[];
  readonly after: { readonly runs: number; readonly records: number };
}

async function gc(project: TestProject, file: string, ...args: string[]): Promise<GcJson> {
  const { code, stdout, stderr } = await cli(project, file, "gc", "--json", ...args);
  assertEquals(code, 0, stderr);
  assertEquals(await danglingIn(`${project.root}/artifacts`), []);
  return JSON.parse(stdout);
}

const NINE = ["--set", "numbers.first=9"];

Deno.test("case 7: gc of one pipeline keeps what another on the store needs, and says whose it is", async () => {
  await using project = await twoPipelines();
  assertEquals(await executed(project, "small.ts", ...NINE), ["numbers", "squares"]);
  assertEquals((await executed(project, "pipeline.ts")).length, 4);

  const foreseen = await gc(project, "pipeline.ts", "--keep-runs=0", "--dry-run");
  const { keptForOthers, removed, after } = await gc(project, "pipeline.ts", "--keep-runs=0");
  assertEquals(foreseen.keptForOthers, keptForOthers);
  const [{ objectBytes, ...kept }] = keptForOthers as [GcJson["keptForOthers"][number]];
  assertEquals(kept, { pipeline: "small.ts", runs: 1, records: 2, objects: 2 });
  assert(objectBytes > 0);
  assertEquals([removed.length, after.runs], [1, 1]);
  assertEquals(await executed(project, "small.ts", ...NINE), []);

  const said = await cli(project, "pipeline.ts", "gc", "--keep-runs=0");
  assertMatch(
    said.stdout,
    /^Kept for small\.ts: 1 run, 2 objects, [\d.]+ k?B; "gc --all" is about these, too\.$/m,
  );
});

Deno.test("gc --all is about the runs of all pipelines, and keeps what the one at hand needs", async () => {
  await using project = await twoPipelines();
  await executed(project, "small.ts", ...NINE);
  await executed(project, "pipeline.ts");
  const { keptForOthers, removed } = await gc(project, "pipeline.ts", "--keep-runs=1", "--all");
  assertEquals(keptForOthers, []);
  assertEquals(removed.map(({ pipeline }) => pipeline), ["small.ts"]);
  assertEquals(await executed(project, "small.ts", ...NINE), ["numbers", "squares"]);
  assertEquals(await executed(project, "pipeline.ts"), []);
});

Deno.test("a pipeline whose file is gone counts for nothing: its runs are as those of whoever collects", async () => {
  await using project = await twoPipelines();
  await executed(project, "small.ts", ...NINE);
  await executed(project, "pipeline.ts");
  await Deno.remove(`${project.root}/small.ts`);
  const one = await gc(project, "pipeline.ts", "--keep-runs=2");
  assertEquals([one.removed, one.keptForOthers], [[], []]);
  const two = await gc(project, "pipeline.ts", "--keep-runs=1");
  assertEquals(two.removed.map(({ pipeline }) => pipeline), ["small.ts"]);
  assertEquals([two.keptForOthers, two.after.records], [[], 4]);
});

Deno.test("what a pipeline needs now stays for it when its runs are gone, whoever collects next", async () => {
  await using project = await twoPipelines();
  await executed(project, "small.ts", ...NINE);
  // The row of the run that made what it needs goes; that it needs it is kept in mind.
  assertEquals((await gc(project, "small.ts", "--keep-runs=0", ...NINE)).after.runs, 0);
  await executed(project, "pipeline.ts");
  const { keptForOthers } = await gc(project, "pipeline.ts", "--keep-runs=0");
  assertEquals(keptForOthers.map(({ pipeline, runs, records }) => [pipeline, runs, records]), [
    ["small.ts", 0, 2],
  ]);
  assertEquals(await executed(project, "small.ts", ...NINE), []);
  // Once it needs something else, that is in mind instead.
  await gc(project, "small.ts", "--keep-runs=0");
  assertEquals((await gc(project, "pipeline.ts", "--keep-runs=0")).keptForOthers, []);
  assertEquals(await executed(project, "small.ts", ...NINE), ["numbers", "squares"]);
});

Deno.test("objects of other pipelines count for --max-bytes, and do not go for it", async () => {
  await using project = await twoPipelines();
  await executed(project, "small.ts", ...NINE);
  for (const count of ["50", "60"]) {
    await executed(project, "pipeline.ts", `--set=numbers.count=${count}`);
  }
  await executed(project, "pipeline.ts");
  const { after, keptForOthers } = await gc(project, "pipeline.ts", "--max-bytes=0");
  assertEquals([after.runs, after.records, keptForOthers.length], [1, 6, 1]);
  const { stderr } = await cli(project, "pipeline.ts", "gc", "--max-bytes=0");
  assertStringIncludes(stderr, "with what stays for other pipelines");
});

Deno.test("a project that is copied with its artifacts stays the owner of its runs", async () => {
  await using project = await twoPipelines();
  await executed(project, "small.ts", ...NINE);
  await executed(project, "pipeline.ts");
  await using copy = await project.clone();
  const { keptForOthers, removed } = await gc(copy, "pipeline.ts", "--keep-runs=0");
  assertEquals(keptForOthers.map(({ pipeline }) => pipeline), ["small.ts"]);
  assertEquals(removed.map(({ pipeline }) => pipeline), ["pipeline.ts"]);
});

Deno.test("two pipelines that reach one store by links of their own are told apart", async () => {
  await using project = await twoPipelines();
  await using shared = await TestProject.create();
  await using other = await twoPipelines();
  for (const one of [project, other]) {
    await Deno.mkdir(`${shared.root}/artifacts`, { recursive: true });
    await Deno.symlink(`${shared.root}/artifacts`, `${one.root}/store`, { type: "dir" });
  }
  const run = async (one: TestProject, ...args: string[]): Promise<string> => {
    const { code, stdout, stderr } = await one.cli(...args, "--json", "--artifacts", "store");
    assertEquals(code, 0, stderr);
    return stdout;
  };
  await run(project, "run", ...NINE);
  await run(other, "run");
  const { keptForOthers } = JSON.parse(await run(other, "gc", "--keep-runs=0")) as GcJson;
  assertEquals(keptForOthers.map(({ pipeline, runs }) => [pipeline, runs]), [
    [`${project.root}/pipeline.ts`, 1],
  ]);
});

/** Rows as earlier versions wrote them: nothing tells which pipeline was run. */
async function forgetOwners(project: TestProject): Promise<void> {
  const { DatabaseSync } = await import("node:sqlite");
  const { seal, unseal } = await import("../../lib/store/seal.ts");
  const path = `${project.root}/artifacts/state.db`;
  using database = new DatabaseSync(path);
  for (const { id, body } of database.prepare("SELECT id, body FROM run").all()) {
    const { owner: _, ...run } = unseal(String(body)) as StoredRun;
    database.prepare("UPDATE run SET body = ? WHERE id = ?").run(seal(run), id!);
  }
  database.exec("DROP TABLE claim; PRAGMA user_version = 3");
}

Deno.test("of runs of an earlier version those stay that have stages which the pipeline lacks", async () => {
  await using project = await twoPipelines();
  await executed(project, "pipeline.ts");
  await executed(project, "small.ts", ...NINE);
  await forgetOwners(project);
  const { stdout } = await cli(project, "small.ts", "gc", "--dry-run", "--keep-runs=0");
  assertMatch(stdout, /^Kept for a pipeline that is not known .*: 1 run, \d objects/m);
  const { keptForOthers, removed } = await gc(project, "small.ts", "--keep-runs=0");
  assertEquals(keptForOthers.map(({ pipeline, runs }) => [pipeline, runs]), [[null, 1]]);
  assertEquals(removed.map(({ pipeline }) => pipeline), [null]);
  assertEquals(await executed(project, "pipeline.ts"), []);
});

Deno.test("gc says that runs of an earlier version may have been another pipeline's with the same stages", async () => {
  await using project = await twoPipelines();
  await executed(project, "small.ts", ...NINE);
  await forgetOwners(project);
  const { stdout } = await cli(project, "pipeline.ts", "gc", "--keep-runs=0");
  assertStringIncludes(stdout, "an earlier version did not keep which pipeline was run");
});

Deno.test("a store of the version before answers as it is, and is brought up to date by the first write", async () => {
  await using project = await twoPipelines();
  await executed(project, "pipeline.ts");
  await forgetOwners(project);
  const folder = `${project.root}/artifacts`;
  const before = await Deno.readFile(`${folder}/state.db`);
  {
    using old = new LocalStore(folder);
    assertEquals([old.claims(), old.runs(9).length], [[], 1]);
    assertEquals("owner" in old.runs(1)[0]!, false);
  }
  const after = await Deno.readFile(`${folder}/state.db`);
  assert(before.every((byte, i) => byte === after[i]) && before.length === after.length);
  assertEquals(await executed(project, "pipeline.ts"), []);
  await executed(project, "pipeline.ts", ...NINE);
  using updated = new LocalStore(folder);
  assertEquals(updated.runs(9).map(({ owner }) => owner), ["../pipeline.ts", undefined]);
});
