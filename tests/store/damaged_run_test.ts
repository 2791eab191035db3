/**
 * Rows of runs and records with a byte flipped on the disk, through the real command line: nothing that
 * such a row kept is lost without a word, and every message names it.
 *
 * @module
 */
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { DatabaseSync } from "node:sqlite";
import { type Finished, TestProject } from "../support/project.ts";

/** A project with three runs; the second, with other params, is called "keepme". */
async function projectWithNamed(): Promise<TestProject> {
  const project = await TestProject.create();
  await project.run();
  await project.run("--set", "numbers.first=5", "--name", "keepme");
  await project.run("--set", "numbers.first=3");
  return project;
}

function change({ root }: TestProject, sql: string): void {
  using database = new DatabaseSync(`${root}/artifacts/state.db`);
  assertEquals(database.prepare(sql).run().changes, 1);
}

/** Changes a character in the middle of what the second run's row says. */
function flip(project: TestProject): void {
  const flipped =
    `substr(body, 1, 100) || char(unicode(substr(body, 101, 1)) + 1) || substr(body, 102)`;
  change(project, `UPDATE run SET body = ${flipped} WHERE name = 'keepme'`);
}

function idOfNamed({ root }: TestProject): string {
  using database = new DatabaseSync(`${root}/artifacts/state.db`, { readOnly: true });
  return String(database.prepare("SELECT id FROM run WHERE name = 'keepme'").get()?.["id"]);
}

async function objectsOf({ root }: TestProject): Promise<string[]> {
  const names: string[] = [];
  for await (const { name } of Deno.readDir(`${root}/artifacts/objects`)) {
    for await (const file of Deno.readDir(`${root}/artifacts/objects/${name}`)) {
      names.push(file.name);
    }
  }
  return names.sort();
}

function assertRefused({ code, stderr }: Finished, ...parts: string[]): void {
  assertEquals(code, 4, stderr);
  for (const part of parts) assertStringIncludes(stderr, part);
}

Deno.test("gc removes nothing where a run's row is damaged, names the run and points to verify", async () => {
  await using project = await projectWithNamed();
  flip(project);
  const id = idOfNamed(project);
  const before = await objectsOf(project);
  for (const flags of [[], ["--dry-run"], ["--keep-runs=0"]]) {
    const refusal = await project.cli("gc", ...flags);
    assertRefused(refusal, id, '"keepme"', "Nothing was removed", '"verify --repair"');
  }
  assertEquals(await objectsOf(project), before);
  assertEquals(idOfNamed(project), id);

  const found = await project.cli("verify");
  assertRefused(found, `damaged: the run "keepme" does not read as what was written, ${id}`);
  const [row] = JSON.parse((await project.cli("verify", "--json")).stdout).rows;
  assertEquals(row, { kind: "run", name: id, stage: null, runName: "keepme" });
  const repaired = await project.cli("verify", "--repair");
  assertEquals(repaired.code, 0, repaired.stderr);
  assertStringIncludes(repaired.stderr, '"keepme"');
  assertEquals((await project.cli("gc")).code, 0);
  assert((await objectsOf(project)).length < before.length);
});

Deno.test("gc removes nothing where a record is damaged that a run with a name needs", async () => {
  await using project = await projectWithNamed();
  const before = await objectsOf(project);
  change(
    project,
    "UPDATE record SET body = replace(body, '\"stage\"', '\"stagf\"') WHERE rowid = 5",
  );
  assertRefused(await project.cli("gc"), "the record of", "Nothing was removed");
  assertEquals(await objectsOf(project), before);
});

Deno.test("a run's row that is JSON and no run, or another row's, is damaged", async () => {
  await using project = await projectWithNamed();
  const id = idOfNamed(project);
  const other = "(SELECT body FROM run WHERE rowid = 1)";
  for (const body of ["'{}'", "'1'", "''", other]) {
    change(project, `UPDATE run SET body = ${body} WHERE name = 'keepme'`);
    assertRefused(await project.cli("verify"), `the run "keepme"`, id);
    assertRefused(await project.cli("gc"), "Nothing was removed", id);
  }
});

Deno.test("a run whose row is damaged is named as such, its name stays taken, and latest passes over it", async () => {
  await using project = await projectWithNamed();
  flip(project);
  const id = idOfNamed(project);
  const words = [`Run ${id} ("keepme")`, "not read as what was written", `"verify --repair"`];
  assertRefused(await project.cli("diff", "keepme", "latest"), ...words);
  assertRefused(await project.cli("diff", id, "latest"), ...words);
  assertRefused(await project.cli("diff", id.slice(0, -1), "latest"), ...words);
  assertRefused(await project.cli("runs", "--rename", "keepme="), ...words);
  assertRefused(await project.cli("run", "--name", "keepme", "--set", "numbers.first=4"), ...words);
  const none = await project.cli("diff", "latest~1", "latest~2");
  assertEquals(none.code, 2);
  assertStringIncludes(none.stderr, "2 runs are kept, the oldest is latest~1");
  const listed = JSON.parse((await project.cli("runs", "--json")).stdout).runs;
  assertEquals(listed.length, 2);

  assertEquals((await project.cli("verify", "--repair")).code, 0);
  const again = await project.cli("run", "--name", "keepme", "--set", "numbers.first=4");
  assertEquals(again.code, 0, again.stderr);
});

Deno.test("numbers beyond any count of runs are answered: with how many are kept, or with all", async () => {
  await using project = await TestProject.create();
  await project.run();
  for (const age of ["1", "9007199254740991", "9".repeat(20), "9".repeat(400)]) {
    const { code, stderr } = await project.cli("diff", "latest", `latest~${age}`);
    assertEquals(code, 2, stderr);
    assertStringIncludes(stderr, "one run is kept, the oldest is latest");
  }
  for (const flags of [[], ["--sort", "total"]]) {
    const all = await project.cli("runs", "--json", "--limit=9007199254740991", ...flags);
    assertEquals(all.code, 0, all.stderr);
    assertEquals(JSON.parse(all.stdout).runs.length, 1);
  }
});
