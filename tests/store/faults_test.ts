/**
 * Faults of `tests/faults/README.md` that need no tool, through the real command line.
 *
 * @module
 */
import { assertEquals, assertNotEquals, assertStringIncludes } from "@std/assert";
import { LocalStore } from "../../lib/store/local_store.ts";
import { objectPath } from "../../lib/store/objects.ts";
import { seal } from "../../lib/store/seal.ts";
import type { StageRecord } from "../../lib/store/store.ts";
import { TestProject } from "../support/project.ts";
import { temporaryFolder } from "../support/temporary.ts";
import { filesBelow } from "../support/files_below.ts";
import { danglingIn } from "./dangling.ts";

function outputsOf(stages: Awaited<ReturnType<TestProject["run"]>>): string {
  return JSON.stringify([...stages.values()].map(({ name, outputs }) => [name, outputs]));
}

function recordOf({ root }: TestProject, stage: string): StageRecord {
  using store = new LocalStore(`${root}/artifacts`);
  return store.recordsOf(stage, 1)[0]!;
}

function pathOf(project: TestProject, stage: string): string {
  const { digest } = recordOf(project, stage).outputs[0]!;
  return `${project.root}/artifacts/${objectPath(digest)}`;
}

async function flipBit(path: string): Promise<void> {
  const { mtime, atime, mode } = await Deno.stat(path);
  const bytes = await Deno.readFile(path);
  bytes[bytes.length - 1]! ^= 1;
  await Deno.writeFile(path, bytes);
  await Deno.utime(path, atime!, mtime!);
  await Deno.chmod(path, mode! & 0o777);
}

/** Ways to damage the artifact of `squares`, with what `verify` calls them. */
const DAMAGES: readonly (readonly [string, string, (project: TestProject) => Promise<void>])[] = [
  ["fault 6: cut by a byte", "wrong size", async (project) => {
    const path = pathOf(project, "squares");
    await Deno.truncate(path, (await Deno.stat(path)).size - 1);
  }],
  ["fault 6: cut to nothing", "wrong size", (project) => Deno.truncate(pathOf(project, "squares"))],
  [
    "fault 7: one bit flipped, time and mode kept",
    "other bytes",
    (project) => flipBit(pathOf(project, "squares")),
  ],
  [
    "fault 8: swapped with another artifact",
    "wrong size",
    (project) => Deno.copyFile(pathOf(project, "total"), pathOf(project, "squares")),
  ],
  ["fault 10: removed", "is missing", (project) => Deno.remove(pathOf(project, "squares"))],
];

Deno.test("faults 6 to 8 and 10: a damaged artifact is named, exits 4, and is made again", async (t) => {
  await using project = await TestProject.create();
  const clean = outputsOf(await project.run());
  for (const [name, problem, damage] of DAMAGES) {
    await t.step(name, async () => {
      await damage(project);
      const verified = await project.cli("verify");
      assertEquals(verified.code, 4);
      assertStringIncludes(verified.stderr, `damaged: squares.squares`);
      assertStringIncludes(verified.stderr, problem);
      const repaired = await project.cli("verify", "--repair");
      assertEquals(repaired.code, 0, repaired.stderr);
      assertEquals(outputsOf(await project.run()), clean);
    });
  }
});

Deno.test("fault 9: a record that is empty, half, garbage or of another shape is missed and made again", async () => {
  await using project = await TestProject.create();
  const clean = outputsOf(await project.run());
  const { DatabaseSync } = await import("node:sqlite");
  for (const body of ["''", "substr(body, 1, 40)", "'garbage'", "'{\"schema\":9}'"]) {
    const database = new DatabaseSync(`${project.root}/artifacts/state.db`);
    database.exec(`UPDATE record SET body = ${body} WHERE stage = 'squares'`);
    database.close();
    const stages = await project.run();
    assertEquals([stages.get("squares")?.state, outputsOf(stages)], ["ran", clean], body);
  }
});

Deno.test("fault 24: verify names rows that do not read and digests that are none, exits 4, and repairs", async () => {
  await using project = await TestProject.create();
  const clean = outputsOf(await project.run());
  const { DatabaseSync } = await import("node:sqlite");
  const database = new DatabaseSync(`${project.root}/artifacts/state.db`);
  const body = seal({
    ...recordOf(project, "squares"),
    outputs: [{ name: "squares", digest: "../../x", sizeBytes: 1 }],
  });
  database.prepare("UPDATE record SET body = ? WHERE stage = 'squares'").run(body);
  database.exec("UPDATE record SET body = substr(body, 1, 40) WHERE stage = 'total'");
  database.exec("UPDATE run SET body = replace(body, 'ok', 'no')");
  database.exec(
    "UPDATE bundle SET code = code || ' ' WHERE digest = (SELECT min(digest) FROM bundle)",
  );
  database.exec("UPDATE code_memo SET body = '' WHERE module LIKE '%stages/total.ts%'");
  database.close();
  const verified = await project.cli("verify", "--json");
  assertEquals(verified.code, 4, verified.stderr);
  const { rows } = JSON.parse(verified.stdout) as {
    rows: { kind: string; stage: string | null }[];
  };
  assertEquals(rows.map(({ kind, stage }) => `${kind} ${stage}`).sort(), [
    ...["bundle null", "memo null", "record squares", "record total", "run null"],
  ]);
  assertStringIncludes(verified.stderr, "the record of squares does not read as what was written");
  const repaired = await project.cli("verify", "--repair");
  assertEquals(repaired.code, 0, repaired.stderr);
  assertStringIncludes(repaired.stdout, "5 damaged rows removed, ran squares, total; all is well");
  assertEquals((await project.cli("verify")).code, 0);
  assertEquals(outputsOf(await project.run()), clean);
});

Deno.test("fault 10: a database that is none says what is kept, and what it says to do works", async () => {
  await using project = await TestProject.create();
  const clean = outputsOf(await project.run());
  const folder = `${project.root}/artifacts`;
  const objects = await filesBelow(`${folder}/objects`);
  await project.write("artifacts/state.db", "no database".repeat(99));
  const refused = await project.cli("run");
  assertEquals(refused.code, 4);
  for (const part of [`"${folder}/state.db"`, "file is not a database", "expected the database"]) {
    assertStringIncludes(refused.stderr, part);
  }
  assertStringIncludes(
    refused.stderr,
    "put back a copy if there is one, or move it to another folder",
  );
  assertStringIncludes(refused.stderr, 'the artifacts in "objects" beside it stay valid');
  await Deno.rename(`${folder}/state.db`, `${folder}/state.db.damaged`);
  assertEquals(outputsOf(await project.run()), clean);
  assertEquals(await filesBelow(`${folder}/objects`), objects);
});

Deno.test("faults 10, 15 and 23: what is no store of ours is refused and left as it was", async (t) => {
  await using project = await TestProject.create();
  await using outside = await temporaryFolder();
  const folder = `${project.root}/artifacts`;
  const refused = async (code: number, found: string): Promise<void> => {
    for (const command of [["run"], ["gc"]]) {
      const finished = await project.cli(...command);
      assertEquals(finished.code, code, finished.stderr);
      assertStringIncludes(finished.stderr, found);
    }
    await Deno.remove(folder, { recursive: true });
  };
  await t.step("a database of a newer version exits 4", async () => {
    await Deno.mkdir(folder);
    const { DatabaseSync } = await import("node:sqlite");
    const database = new DatabaseSync(`${folder}/state.db`);
    database.exec("PRAGMA user_version = 99");
    database.close();
    await refused(4, "version 99");
  });
  await t.step("a database that is none exits 4", async () => {
    await project.write("artifacts/state.db", "no database".repeat(99));
    await refused(4, "file is not a database");
  });
  await t.step("a store whose database is a link exits 4", async () => {
    await Deno.mkdir(folder);
    await Deno.symlink(`${outside.path}/state.db`, `${folder}/state.db`);
    await refused(4, "is a link");
  });
  await t.step("a store whose objects are behind a link exits 4", async () => {
    await Deno.mkdir(folder);
    await Deno.symlink(outside.path, `${folder}/objects`);
    await refused(4, "is a link");
  });
  assertEquals([...Deno.readDirSync(outside.path)], []);
  await t.step("a file in place of the folder exits 3", async () => {
    await project.write("artifacts", "a file");
    await refused(3, folder);
  });
});

Deno.test("faults 17 and 18: runs at once with the same and with other params share and agree", async () => {
  await using project = await TestProject.create();
  const other = ["--set", "total.label=other"];
  const runs = await Promise.all([project.run(), project.run(), project.run(...other)]);
  const stages = runs.flatMap((run) => [...run.values()]);
  const ran = stages.filter(({ state }) => state === "ran").map(({ key }) => key);
  assertEquals(new Set(ran).size, ran.length, "a key was executed twice");
  assertEquals(ran.length, 5);
  assertEquals(outputsOf(runs[0]), outputsOf(runs[1]));
  assertNotEquals(outputsOf(runs[0]), outputsOf(runs[2]));
  assertEquals(await danglingIn(`${project.root}/artifacts`), []);
});
