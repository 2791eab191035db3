/**
 * A file whose bytes changed and whose size and times did not, as after a change through a shared
 * memory map: a memo of its former bytes says that it is as it was.
 *
 * @module
 */
import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { LocalStore } from "../../lib/store/local_store.ts";
import { TestProject } from "../support/project.ts";

/** Changes a file of the project so that what is remembered of it is wrong and trusted. */
async function changeUnseen(project: TestProject, path: string, from: string, to: string) {
  assertEquals(from.length, to.length);
  using store = new LocalStore(`${project.root}/artifacts`);
  const memo = store.memos().files.get(path);
  assert(memo !== undefined, path);
  await project.edit(path, from, to);
  const { dev, ino, size, mtime, ctime } = await Deno.stat(`${project.root}/${path}`);
  const ctimeMs = ctime!.getTime();
  // Younger files are read whatever is remembered.
  await new Promise((resolve) => setTimeout(resolve, 2000));
  await store.prepareForWriting();
  const times = { mtimeMs: mtime!.getTime(), ctimeMs, readAtMs: ctimeMs + 1500 };
  store.putMemos([{ ...memo, dev, ino: ino!, sizeBytes: size, ...times }], new Map());
}

/** A project that was run, whose files were left alone long enough to be remembered. */
async function remembered(): Promise<TestProject> {
  const project = await TestProject.create();
  await new Promise((resolve) => setTimeout(resolve, 2000));
  await project.run();
  return project;
}

Deno.test({
  name: "a declared file that changed unseen is found by --rehash, by plan and by verify",
  ignore: Deno.build.os === "windows",
  async fn() {
    await using project = await remembered();
    await changeUnseen(project, "data/extra.txt", "7", "9");
    assertEquals(await project.executed(), [], "what the memo relies on");
    const planned = await project.cli("plan", "--rehash", "--exit-code");
    assertEquals(planned.code, 10, planned.stdout);
    assertStringIncludes(planned.stdout, "data/extra.txt");
    for (const command of [["why", "numbers"], ["dag"], ["gc", "--dry-run"]]) {
      const { code, stderr } = await project.cli(...command, "--rehash");
      assertEquals(code, 0, stderr);
    }
    const reproduced = await project.cli("reproduce");
    assertEquals(reproduced.code, 3);
    assertStringIncludes(reproduced.stderr, "run again with --rehash");
    assertEquals((await project.cli("reproduce", "--rehash")).code, 2, "numbers is not fresh");
    const verified = await project.cli("verify", "--json");
    assertEquals(verified.code, 4, verified.stderr);
    const { rows } = JSON.parse(verified.stdout);
    const row = { kind: "file", name: "data/extra.txt", stage: null, runName: null };
    assertEquals(rows, [row]);
    assertMatch(verified.stderr, /the file data\/extra.txt is not true: its bytes changed/);
    const executed = await project.executed("--rehash");
    assertEquals(executed[0], "numbers");
    assertEquals(await project.executed(), [], "the memo is right by now");
    assertEquals((await project.cli("verify")).code, 0);
  },
});

Deno.test({
  name: "a source file that changed unseen is found by --rehash, and verify --repair makes it good",
  ignore: Deno.build.os === "windows",
  async fn() {
    await using project = await remembered();
    const clean = await project.run();
    await changeUnseen(project, "shapes/power.ts", "*= base", "+= base");
    assertEquals(await project.executed(), [], "what the memo relies on");
    const planned = await project.cli("plan", "--rehash", "--exit-code");
    assertEquals(planned.code, 10, planned.stdout);
    const repaired = await project.cli("verify", "--repair");
    assertEquals(repaired.code, 0, repaired.stderr);
    assertStringIncludes(repaired.stdout, "1 damaged row removed, ran squares, ");
    const stages = await project.run();
    assertEquals(stages.get("squares")?.state, "hit");
    assert(stages.get("squares")?.key !== clean.get("squares")?.key);
  },
});
