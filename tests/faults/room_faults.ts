/**
 * A disk without room, a folder without rights. Needs root for both.
 *
 * @module
 */
import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { TestProject } from "../support/project.ts";
import { digestsOf, IS_ROOT, PROGRAM, withTool } from "./tools.ts";

const RUN = PROGRAM.join(" ");

Deno.test({
  name:
    "fault 11: on a full disk a run exits 3 naming folder and bytes, and works once there is room",
  ignore: !IS_ROOT,
  async fn() {
    await using project = await TestProject.create();
    const large = "Array.from({ length: 300000 }, (_, i) => i / 2)";
    await project.edit("stages/squares.ts", "inputs.numbers.map(square)", large);
    await project.edit("stages/squares.ts", 'import { square } from "../shapes/square.ts";\n', "");
    const clean = await digestsOf(project);
    const folder = `${project.root}/artifacts`;
    await Deno.remove(folder, { recursive: true });
    await Deno.mkdir(folder);
    // The mount is gone with the shell.
    const script = [
      `mount -t tmpfs -o size=1m tmpfs "${folder}"`,
      `${RUN} run; echo "exit $?"; echo "left $(ls "${folder}/tmp" | wc -l)"`,
      `mount -o remount,size=30m "${folder}"`,
      `${RUN} run --json; echo "exit $?"; ${RUN} verify >&2`,
    ];
    const { stdout, stderr } = await withTool(project, "unshare", [
      ...["-m", "sh", "-c", script.join("\n")],
    ]);
    assertMatch(stderr, /Cannot write \d{7} bytes to ".*objects.*": No space left on device/);
    assertStringIncludes(stderr, folder);
    const [, before, json] = /exit (\d+\nleft \d+)\n(\{[^]*\})\nexit 0\n/.exec(stdout) ?? [];
    assertEquals(before, "3\nleft 0", stdout);
    const { stages } = JSON.parse(json!);
    for (const { name, outputs } of stages) assertEquals(outputs, clean[name]);
  },
});

Deno.test({
  name: "fault 11: gc makes room on a disk that has none, though each object has a record",
  ignore: !IS_ROOT,
  async fn() {
    await using project = await TestProject.create();
    const large = "Array.from({ length: 50000 }, (_, i) => i + inputs.numbers[0] / 2)";
    await project.edit("stages/squares.ts", "inputs.numbers.map(square)", large);
    await project.edit("stages/squares.ts", 'import { square } from "../shapes/square.ts";\n', "");
    const folder = `${project.root}/artifacts`;
    await Deno.mkdir(folder);
    const script = [
      `mount -t tmpfs -o size=4m tmpfs "${folder}"`,
      `for first in 3 4 1; do ${RUN} run --set numbers.first=$first >/dev/null; done`,
      `dd if=/dev/zero of="${folder}/ballast" bs=4k`,
      `df --output=avail "${folder}" | tail -1`,
      `${RUN} gc --keep-runs=0; echo "exit $?"; ${RUN} verify; ${RUN} run; ${RUN} runs`,
    ];
    const { stdout, stderr } = await withTool(project, "unshare", [
      ...["-m", "sh", "-c", script.join("\n")],
    ]);
    const gc = /^ *0\nRemoved 3 runs, 8 records[^]*\nexit 0\n/;
    assertMatch(stdout, gc, stderr);
    assertStringIncludes(stdout, "4 objects checked, all as they should be.");
    assertStringIncludes(stdout, "Everything is fresh: 4 stages");
    assertStringIncludes(stdout, "There are no runs: ");
  },
});

Deno.test({
  name:
    "fault 14: without the right to write a run exits 3 before computing, and a cached one works",
  ignore: !IS_ROOT,
  async fn() {
    await using project = await TestProject.create();
    await project.run();
    await Deno.chmod(project.root, 0o755);
    const cache = await Deno.makeTempDir({ prefix: "pipeline-test-" });
    await Deno.chown(cache, 65534, 65534);
    const asNobody = (...args: string[]) =>
      withTool(
        project,
        "setpriv",
        ["--reuid=65534", "--clear-groups", ...PROGRAM, ...args],
        { DENO_DIR: cache },
      );
    const cached = await asNobody("run");
    assertEquals(cached.code, 0, cached.stderr);
    assertStringIncludes(cached.stdout, "Everything is fresh");
    const { code, stdout, stderr } = await asNobody("run", "--set", "numbers.first=3");
    assertEquals(code, 3, stderr);
    assertStringIncludes(stderr, `${project.root}/artifacts`);
    assertEquals(stdout.includes("started"), false, stdout);
    assertEquals((await asNobody("gc")).code, 3);
    assertEquals((await project.executed("--set", "numbers.first=3")).length, 4);
    await Deno.remove(cache, { recursive: true });
  },
});
