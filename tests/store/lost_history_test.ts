/**
 * A store whose database is gone while its objects are there, through the real command line.
 *
 * @module
 */
import { assertEquals, assertMatch } from "@std/assert";
import { TestProject } from "../support/project.ts";

/** Warnings of a history that is gone. */
function warningsIn(stderr: string): string[] {
  return stderr.split("\n").filter((line) => line.includes("history"));
}

Deno.test("who uses a store whose database is missing or empty is told once that its history is gone", async () => {
  await using project = await TestProject.create();
  const path = `${project.root}/artifacts/state.db`;
  assertEquals(warningsIn((await project.cli("run")).stderr), []);
  const ways = { missing: () => Deno.remove(path), empty: () => Deno.truncate(path) };
  for (const [way, lose] of Object.entries(ways)) {
    await lose();
    for (const command of [["verify"], ["gc", "--dry-run"], ["plan"], ["run"]]) {
      const { stderr } = await project.cli(...command);
      const warnings = warningsIn(stderr);
      assertEquals(warnings.length, 1, `${way}, ${command}: ${stderr}`);
      assertMatch(warnings[0]!, /^warning: .*"artifacts\/state.db" is missing or empty/);
    }
    for (const command of [["verify"], ["run"], ["gc"]]) {
      const { code, stderr } = await project.cli(...command);
      assertEquals([code, warningsIn(stderr)], [0, []], way);
    }
  }
});

Deno.test("gc warns, too, before it takes the objects of a history that is gone; then none is left", async () => {
  await using project = await TestProject.create();
  await project.run();
  await Deno.remove(`${project.root}/artifacts/state.db`);
  const { code, stdout, stderr } = await project.cli("gc");
  assertEquals([code, warningsIn(stderr).length], [0, 1], stderr);
  assertMatch(stdout, /^Removed 4 objects/);
  assertEquals(warningsIn((await project.cli("gc")).stderr), []);
});
