import { assertEquals, assertStringIncludes } from "@std/assert";
import { type Finished, TestProject } from "../support/project.ts";

/** Runs the project's command line where only so many files may be open. */
async function withOpenFiles(
  { root }: TestProject,
  count: number,
  ...args: string[]
): Promise<Finished> {
  const script = `ulimit -n ${count}; exec "$@"`;
  const program = [Deno.execPath(), "run", "--no-prompt", "--no-check", "-A", "pipeline.ts"];
  const { code, stdout, stderr } = await new Deno.Command("sh", {
    args: ["-c", script, "sh", ...program, ...args],
    cwd: root,
    env: { NO_COLOR: "1" },
    stdin: "null",
  }).output();
  const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);
  return { code, stdout: text(stdout), stderr: text(stderr) };
}

Deno.test({
  name: "fault 16: where too few files may be open, a run exits 3 before it computes, and says so",
  ignore: Deno.build.os === "windows",
  async fn() {
    await using project = await TestProject.create();
    for (const count of [32, 36]) {
      const { code, stdout, stderr } = await withOpenFiles(project, count, "run", "--jobs", "2");
      assertEquals(code, 3, stderr);
      assertEquals(stdout.includes("started"), false, stdout);
      assertStringIncludes(stderr, "ulimit -n 256");
    }
    const found = await withOpenFiles(project, 32, "run", "--jobs", "2");
    assertStringIncludes(found.stderr, "more files may be open at once, 20 are needed");
    assertEquals((await project.executed()).length, 4);
    const reproduced = await withOpenFiles(project, 32, "reproduce", "--jobs", "2");
    assertEquals(reproduced.code, 3, reproduced.stderr);
    // A sweep has as many stages at once as it is asked for, more than one run has at all.
    const sweep = ["sweep", "numbers.step=1,2,3", "--jobs=6"];
    const swept = await withOpenFiles(project, 64, ...sweep);
    assertEquals(swept.code, 3, swept.stderr);
    assertStringIncludes(swept.stderr, "more files may be open at once, 52 are needed");
    // Nothing has to be computed where everything is there.
    const cached = await withOpenFiles(project, 32, "run");
    assertEquals(cached.code, 0, cached.stderr);
    assertStringIncludes(cached.stdout, "Everything is fresh");
  },
});
