/**
 * Folders that are links: followed before any work. Through the real command line.
 *
 * @module
 */
import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { REPOSITORY, TestProject } from "../support/project.ts";
import { temporaryFolder } from "../support/temporary.ts";

const IGNORE = Deno.build.os === "windows";

/** The rights of the tasks. */
function rights(...more: readonly string[]): string[] {
  return [
    `--allow-read=${[".", `${REPOSITORY}/node_modules`, ...more].join()}`,
    `--allow-write=${["artifacts", ...more].join()}`,
  ];
}

Deno.test({
  name:
    "a store that is a link to elsewhere needs the rights for both, and says so before any work",
  ignore: IGNORE,
  async fn() {
    await using project = await TestProject.create();
    await using elsewhere = await temporaryFolder();
    await Deno.symlink(elsewhere.path, `${project.root}/artifacts`);
    const { code, stdout, stderr } = await project.cliWith(rights(), "run");
    assertEquals([code, stdout], [3, ""], stderr);
    assertStringIncludes(stderr, `read "${elsewhere.path}", write "${elsewhere.path}"`);
    assertMatch(stderr, /Nothing was run\. To grant them, run in "[^"]+":\n {2}deno run /);
    assertMatch(stderr, new RegExp(`--allow-write=artifacts,${elsewhere.path} `));
    assertEquals([...Deno.readDirSync(elsewhere.path)], []);
    const granted = await project.cliWith(rights(elsewhere.path), "run");
    assertEquals(granted.code, 0, granted.stderr);
    assert([...Deno.readDirSync(elsewhere.path)].length > 0);
    const verified = await project.cliWith(rights(elsewhere.path), "verify");
    assertEquals(verified.code, 0, verified.stderr);
  },
});

Deno.test({
  name: "a link on the way to the store is followed, too, and one inside the project needs no more",
  ignore: IGNORE,
  async fn() {
    await using project = await TestProject.create();
    await using elsewhere = await temporaryFolder();
    await Deno.symlink(elsewhere.path, `${project.root}/far`);
    const far = await project.cliWith(rights("far"), "run", "--artifacts", "far/store");
    assertEquals(far.code, 3, far.stderr);
    assertStringIncludes(far.stderr, `write "${elsewhere.path}/store"`);
    assertEquals([...Deno.readDirSync(elsewhere.path)], []);
    await Deno.mkdir(`${project.root}/near`);
    await Deno.symlink("near", `${project.root}/artifacts`);
    const near = await project.cliWith(rights("near"), "run");
    assertEquals(near.code, 0, near.stderr);
  },
});

Deno.test({
  name: "a link that leads nowhere or back to itself is named with what to do, by every command",
  ignore: IGNORE,
  async fn() {
    await using project = await TestProject.create();
    const path = `${project.root}/artifacts`;
    for (const target of [`${project.root}/nowhere`, "artifacts"]) {
      await Deno.symlink(target, path);
      for (const command of [["run"], ["plan"], ["gc"], ["runs"]]) {
        const { code, stderr } = await project.cli(...command);
        assertEquals(code, 3, stderr);
        assertStringIncludes(
          stderr,
          `"artifacts" is a link to "${target}", which leads to no folder`,
        );
        assertStringIncludes(stderr, "Nothing was run. Make that folder or remove the link");
        assertEquals(stderr.trim().split("\n").length, 1, stderr);
      }
      await Deno.remove(path);
    }
    assertEquals((await project.cli("run", "--artifacts", "data/extra.txt")).code, 3);
  },
});

Deno.test({
  name:
    "reading through a link takes no more rights: a declared file, and a store that is only asked",
  ignore: IGNORE,
  async fn() {
    await using project = await TestProject.create();
    await using elsewhere = await temporaryFolder();
    await Deno.rename(`${project.root}/data/extra.txt`, `${elsewhere.path}/extra.txt`);
    await Deno.symlink(`${elsewhere.path}/extra.txt`, `${project.root}/data/extra.txt`);
    await Deno.mkdir(`${elsewhere.path}/store`);
    await Deno.symlink(`${elsewhere.path}/store`, `${project.root}/artifacts`);
    const ran = await project.cliWith(rights(`${elsewhere.path}/store`), "run");
    assertEquals(ran.code, 0, ran.stderr);
    for (const question of [["plan"], ["why", "total"], ["show", "total"], ["runs"], ["verify"]]) {
      const { code, stderr } = await project.cliWith(project.readOnly, ...question);
      assertEquals(code, 0, `${question}: ${stderr}`);
    }
  },
});

Deno.test({
  name:
    "a store below /dev, where Deno asks for all rights, is refused with the command that grants them",
  ignore: Deno.build.os !== "linux",
  async fn() {
    await using project = await TestProject.create();
    const path = `/dev/shm/pipeline-test-${crypto.randomUUID()}`;
    await Deno.symlink(path, `${project.root}/artifacts`);
    await Deno.mkdir(path);
    const { code, stderr } = await project.cliWith(rights(path), "run");
    await Deno.remove(path, { recursive: true });
    assertEquals(code, 3, stderr);
    assertStringIncludes(stderr, "all rights, which Deno asks for below /dev");
    assertMatch(stderr, / --allow-all pipeline.ts run$/m);
  },
});
