/**
 * Room that a collection gives back, under the permissions that the task has.
 *
 * @module
 */
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { LocalStore } from "../../lib/store/local_store.ts";
import { type Finished, REPOSITORY, TestProject } from "../support/project.ts";
import { taskFlags } from "../support/task.ts";
import { recordOf } from "./store_suite.ts";

/** The grants of the task; the packages of a test's project lie outside of it. */
async function taskGrants(): Promise<string[]> {
  const grants = (await taskFlags()).filter((flag) => flag.startsWith("--allow-"));
  return grants.map((flag) => flag.startsWith("--allow-read") ? `${flag},${REPOSITORY}` : flag);
}

async function asTask(project: TestProject, ...args: string[]): Promise<Finished> {
  return await project.cliWith(await taskGrants(), ...args);
}

/** Puts records of a run that nothing leads to, of a few megabytes. */
async function fill(project: TestProject): Promise<void> {
  using store = new LocalStore(`${project.root}/artifacts`);
  await store.prepareForWriting();
  for (let i = 0; i < 8; i++) {
    const record = await recordOf(`many-${i}`, "");
    store.putRecord({ ...record, stage: "total", outputs: [], log: ["x".repeat(500_000)] });
  }
}

function databaseBytes(project: TestProject): number {
  return Deno.statSync(`${project.root}/artifacts/state.db`).size;
}

/** As earlier versions made it. */
async function madeOld(project: TestProject): Promise<void> {
  const { DatabaseSync } = await import("node:sqlite");
  using database = new DatabaseSync(`${project.root}/artifacts/state.db`);
  database.exec("PRAGMA auto_vacuum = NONE; VACUUM; DROP TABLE claim; PRAGMA user_version = 3");
}

Deno.test("case 8: gc gives the database's room back under the permissions of the task", async () => {
  await using project = await TestProject.create();
  assertEquals((await asTask(project, "run")).code, 0);
  const before = databaseBytes(project);
  await fill(project);
  assert(databaseBytes(project) > before + 3_000_000);
  const { code, stdout, stderr } = await asTask(project, "gc", "--json");
  assertEquals(code, 0, stderr);
  assertEquals(JSON.parse(stdout).after.emptyBytes, 0);
  assert(databaseBytes(project) <= before + 100_000, `${databaseBytes(project)} after ${before}`);
  assertEquals(stderr.includes("keeps its"), false, stderr);
});

Deno.test("case 8: a database of an earlier version keeps its size under these, and gc says so and what helps", async () => {
  await using project = await TestProject.create();
  assertEquals((await asTask(project, "run")).code, 0);
  const before = databaseBytes(project);
  await madeOld(project);
  await fill(project);
  const full = databaseBytes(project);
  const { code, stdout, stderr } = await asTask(project, "gc", "--json");
  assertEquals(code, 0, stderr);
  assertEquals(databaseBytes(project), full);
  assert(JSON.parse(stdout).after.emptyBytes > 3_000_000, stdout);
  assertStringIncludes(stderr, "deno run --allow-all pipeline.ts gc --json");
  // What it says is so, and once is enough.
  assertEquals((await project.cli("gc")).stderr, "");
  assert(databaseBytes(project) <= before + 100_000, `${databaseBytes(project)} after ${before}`);
  await fill(project);
  assertEquals((await asTask(project, "gc")).stderr, "");
  assert(databaseBytes(project) <= before + 100_000, `${databaseBytes(project)} after ${before}`);
});
