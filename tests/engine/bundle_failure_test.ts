import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { codeDigest } from "../../lib/codec/digest.ts";
import { CodeDigests } from "../../lib/engine/code/code_digests.ts";
import { EnvironmentError } from "../../lib/engine/errors.ts";
import { FileDigests } from "../../lib/engine/file_digests.ts";
import { LocalStore } from "../../lib/store/local_store.ts";
import { nodeOf, writeFiles } from "../support/one_stage.ts";
import { type StageJson, TestProject } from "../support/project.ts";
import { temporaryFolder } from "../support/temporary.ts";

Deno.test("code that is no longer what the key says is never run under that key", async () => {
  await using folder = await temporaryFolder();
  await writeFiles(folder.path, { "stage.ts": "export const run = () => ({ x: 1 });" });
  const { stage } = nodeOf(folder.path, "stage");
  using store = new LocalStore(`${folder.path}/artifacts`);
  const open = (): CodeDigests =>
    new CodeDigests(folder.path, new FileDigests(folder.path, new Map()), store, new Map());
  const planned = await open().digest(stage);
  await writeFiles(folder.path, { "stage.ts": "export const run = () => ({ x: 2 });" });
  // The store has no such bundle, so it is built again, from what the file says by now.
  await assertRejects(() => open().bundle(stage, planned), EnvironmentError, "changed while");
});

Deno.test("a kept bundle with other bytes than its digest says is not run", async () => {
  await using folder = await temporaryFolder();
  await writeFiles(folder.path, { "stage.ts": "export const run = () => ({ x: 1 });" });
  const { stage } = nodeOf(folder.path, "stage");
  using store = new LocalStore(`${folder.path}/artifacts`);
  await store.prepareForWriting();
  const files = new FileDigests(folder.path, new Map());
  const digest = await new CodeDigests(folder.path, files, store, new Map()).digest(stage);
  store.putBundle({ digest, code: "var stage = { run: () => 0 };", map: "{}", sources: [] });
  const { code } = await new CodeDigests(folder.path, files, store, new Map())
    .bundle(stage, digest);
  assertEquals(await codeDigest(new TextEncoder().encode(code)), digest);
});

Deno.test("a stage that cannot be bundled fails alone, and is named with its place", async () => {
  await using project = await TestProject.create();
  await project.edit("stages/total.ts", 'metric("total", total);', "void import(params.label);");
  const { code, stdout } = await project.cli("run", "--json");
  assertEquals(code, 1);
  const { stages } = JSON.parse(stdout) as {
    stages: (StageJson & { error: { message: string; at: string } })[];
  };
  assertEquals(stages.map(({ name, state }) => `${name} ${state}`), [
    "numbers ran",
    "squares ran",
    "parity ran",
    "total failed",
  ]);
  assertStringIncludes(stages[3]!.error.message, "Cannot bundle: stages/total.ts:");
  assertStringIncludes(stages[3]!.error.at, "stages/total.ts:");
  const plan = await project.cli("plan");
  assertEquals(plan.code, 1);
  assertStringIncludes(plan.stderr, "Cannot bundle: stages/total.ts:");
});

Deno.test("memos that are garbage are as good as none", async () => {
  await using project = await TestProject.create();
  await project.run();
  const { DatabaseSync } = await import("node:sqlite");
  for (const body of ["garbage", "[]", `[{"digest":"zz"}]`, "[null]", `{"digest":1}`]) {
    const database = new DatabaseSync(`${project.root}/artifacts/state.db`);
    database.prepare("UPDATE code_memo SET body = ?").run(body);
    database.close();
    assertEquals(await project.executed(), [], body);
  }
});

Deno.test("going back to earlier code bundles nothing", async () => {
  await using folder = await temporaryFolder();
  const { stage } = nodeOf(folder.path, "stage");
  using store = new LocalStore(`${folder.path}/artifacts`);
  let memos: ReadonlyMap<string, unknown> = new Map();
  const digestAfter = async (code: string): Promise<[digest: string, bundled: number]> => {
    await writeFiles(folder.path, { "stage.ts": code });
    const files = new FileDigests(folder.path, new Map());
    const digests = new CodeDigests(folder.path, files, store, memos);
    const digest = await digests.digest(stage);
    if (digests.learned().size > 0) memos = digests.learned();
    return [digest, digests.built().length];
  };
  const [one, two] = [1, 2].map((x) => `export const run = () => ({ x: ${x} });`);
  const [first, bundled] = await digestAfter(one!);
  assertEquals(bundled, 1);
  assertEquals((await digestAfter(two!))[1], 1);
  assertEquals(await digestAfter(one!), [first, 0]);
});
