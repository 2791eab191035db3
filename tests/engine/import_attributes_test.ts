/**
 * A file is imported as what its import attribute says, as Deno does it, and not as its ending says.
 *
 * @module
 */
import { assertEquals, assertStringIncludes } from "@std/assert";
import { failureOf, runStage } from "../support/one_stage.ts";
import { oneStageProject, reasonsFor } from "../support/small_project.ts";

Deno.test("a text is a text, also of a file that is code or JSON, and beside an import as such", async () => {
  const imports = [
    `import text from "../a.ts" with { type: "text" };`,
    `import code from "../a.ts";`,
    `import jsonText from "../b.json" with { type: "text" };`,
    `import json from "../c.json" with { type: "json" };`,
  ].join("\n");
  await using project = await oneStageProject(imports, "[text, code, jsonText, json]", {
    "a.ts": "export default 1;",
    "b.json": "[2]",
    "c.json": "[2]",
  });
  const all = ["export default 1;", 1, "[2]", [2]];
  assertEquals(await reasonsFor(project, all), ["first-run one"]);
  await project.write(
    "native.ts",
    `import { run } from "./stages/one.ts"; console.log(JSON.stringify(run({}).x));`,
  );
  const { stdout } = await project.script("native.ts", project.readOnly);
  assertEquals(JSON.parse(stdout), all);
  await project.write("b.json", "[ 2 ]");
  assertEquals(await reasonsFor(project, [...all.slice(0, 2), "[ 2 ]", [2]]), ["code b.json"]);
  await project.write("a.ts", "export default  1;");
  assertEquals(await reasonsFor(project, ["export default  1;", 1, "[ 2 ]", [2]]), ["code a.ts"]);
});

Deno.test("a text that is imported when it is needed is a text, too; its lines end with LF", async () => {
  const code = `export const run = async () =>
    ({ x: (await import("./a.json", { with: { type: "text" } })).default });`;
  const { value } = await runStage(code, {}, {}, { "a.json": "[\r\n]" });
  assertEquals(value, "[\n]");
});

Deno.test("what can be imported as none of these is refused by name", async () => {
  const code =
    `import a from "./a.bin" with { type: "bytes" }; export const run = () => ({ x: a });`;
  const { stage } = await runStage(code, {}, {}, { "a.bin": "1" });
  assertStringIncludes(failureOf(stage), `"bytes"`);
});
