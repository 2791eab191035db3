import { assert, assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import type { History, Model } from "../lib/data/artifacts.ts";
import { UsageError } from "../lib/engine/errors.ts";
import { definePipeline } from "../lib/engine/graph.ts";
import { openEngine } from "../lib/engine/open.ts";
import { toFileUrl } from "../lib/engine/paths.ts";
import { openResults, type Results } from "../lib/results.ts";
import { program, training } from "../pipeline.ts";
import { nodeOf, writeFiles } from "./support/one_stage.ts";
import { REPOSITORY, TestProject } from "./support/project.ts";
import { temporaryFolder } from "./support/temporary.ts";

Deno.test("read() gives the type that the stage declares", () => {
  const model: (results: Results) => Promise<Model> = (results) =>
    results.read(training.outputs.model);
  const wrong: (results: Results) => Promise<History> = (results) =>
    // @ts-expect-error a model is no history
    results.read(training.outputs.model);
  assertEquals(typeof model, typeof wrong);
});

Deno.test("importing pipeline.ts starts nothing and gives the edges", () => {
  assertEquals(training.outputs.model, { node: "train", output: "model" });
  assertEquals(program.pipeline.nodes.length, 5);
});

const TOTAL = `
import { openResults } from "./lib/results.ts";
import { program, sum } from "./pipeline.ts";
using results = openResults(program, JSON.parse(Deno.args[0]));
console.log(JSON.stringify(await results.read(sum.outputs.total)));
`;

/** Reads the total in a process that may only read the project: the number, or the error's text. */
async function reader(project: TestProject) {
  await Deno.copyFile(`${REPOSITORY}/lib/results.ts`, `${project.root}/lib/results.ts`);
  await project.write("script.ts", TOTAL);
  await project.edit("pipeline.ts", "const sum", "export const sum");
  await project.edit("pipeline.ts", "const program", "export const program");
  return async (options: object) => {
    const args = [JSON.stringify(options)];
    const { stdout, stderr } = await project.script("script.ts", project.readOnly, ...args);
    return stdout === "" ? stderr : JSON.parse(stdout).total;
  };
}

Deno.test("results are of the params asked for, from the store asked for", async () => {
  await using project = await TestProject.create();
  const read = await reader(project);
  await project.run();
  await project.run("--set", "numbers.step=3", "--artifacts", "other");
  const step = { params: { numbers: { step: 3 } } };
  const other = { artifacts: `${project.root}/other` };
  assertEquals(await read({}), 133);
  const flags = ["--set=numbers.step=3", "--artifacts=other"];
  await project.cli("export", "total.total.total", "total.json", ...flags);
  const exported = JSON.parse(await Deno.readTextFile(`${project.root}/total.json`));
  assert(exported > 133);
  assertEquals(await read({ ...step, ...other }), exported);
  assertStringIncludes(await read(step), 'Stage "total" has no artifacts');
  assertStringIncludes(await read({ params: { numbers: { stp: 3 } } }), "stp");
});

Deno.test("results of a past run stay what they were when code and params have changed", async () => {
  await using project = await TestProject.create();
  const read = await reader(project);
  await project.run();
  await project.run("--set", "numbers.step=3");
  await project.edit(
    "stages/total.ts",
    "return",
    "if (Math.abs(1) > 2) return { total: { total: 0 } };\n  return",
  );
  assertStringIncludes(await read({}), 'Stage "total" has no artifacts');
  assertEquals(await read({ run: "latest~1" }), 133);
  assertEquals(await read({ run: "latest" }), 215);
  assertStringIncludes(await read({ run: "latest~2" }), 'There is no run "latest~2"');
});

Deno.test("a run that did not make an artifact says why", async () => {
  await using project = await TestProject.create();
  const read = await reader(project);
  await project.run("--until", "squares");
  assertStringIncludes(
    await read({ run: "latest" }),
    'has nothing of stage "total": it got to numbers, squares',
  );
  await project.edit("stages/total.ts", "return", 'throw new Error("no");\n  return');
  assertEquals((await project.cli("run")).code, 1);
  assertStringIncludes(
    await read({ run: "latest" }),
    'so that it has no total.total; "log total --run',
  );
});

Deno.test("results stay those that were found first, whatever is run or edited meanwhile", async () => {
  await using folder = await temporaryFolder();
  const root = folder.path;
  await writeFiles(root, { "one.ts": "export const run = ({ params }) => ({ x: params.n });" });
  const n = { type: "integer", default: 1, description: "a number" } as const;
  const pipeline = definePipeline([nodeOf(root, "one", { params: { n } })]);
  using engine = openEngine({ pipeline, root });
  await engine.run();
  const project = { pipeline, module: toFileUrl(`${root}/pipeline.ts`) };
  const edge = { node: "one", output: "x" };
  using now = openResults(project);
  using latest = openResults(project, { run: "latest" });
  assertEquals([await now.read(edge), await latest.read(edge)], [1, 1]);

  await engine.run({ params: { one: { n: 2 } } });
  await writeFiles(root, { "one.ts": "export const run = ({ params }) => ({ x: -params.n });" });
  assertEquals([await now.read(edge), await latest.read(edge)], [1, 1]);
  using later = openResults(project, { run: "latest" });
  using edited = openResults(project, { params: { one: { n: 2 } } });
  assertEquals(await later.read(edge), 2);
  await assertRejects(() => edited.read(edge), UsageError, 'Stage "one" has no artifacts');
});
