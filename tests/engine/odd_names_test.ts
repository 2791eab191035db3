/**
 * Names of files and folders that are allowed but not usual.
 *
 * @module
 */
import { assertEquals } from "@std/assert";
import { definePipeline } from "../../lib/engine/graph.ts";
import { openEngine } from "../../lib/engine/open.ts";
import { nodeOf, writeFiles } from "../support/one_stage.ts";
import { TestProject } from "../support/project.ts";
import { temporaryFolder } from "../support/temporary.ts";

/** Among them: two normal forms of one letter, two cases of one, names that every object has. */
const NAMES = [
  ..."\u00e9 e\u0301 A a #? %41 constructor __proto__ a\nb \ufeffq \u{1f600} \uffee".split(" "),
  "x".repeat(251),
];

Deno.test({
  name: "every file of a folder reaches the stage under its own name, in code-unit order",
  // Other systems take some of these names for one and the same, or for none.
  ignore: Deno.build.os !== "linux",
  async fn() {
    await using folder = await temporaryFolder();
    const { path: root } = folder;
    await writeFiles(root, {
      "stage.ts": `export const run = ({ files }) => ({
        x: Object.entries(files).map(([role, bytes]) => [role, new TextDecoder().decode(bytes)]),
      });`,
      ...Object.fromEntries(NAMES.map((name) => [`texts/${name}.txt`, `text of ${name}`])),
    });
    const files = () => ({ texts: { folder: "texts", ending: ".txt" } });
    const pipeline = definePipeline([nodeOf(root, "stage", { files })]);
    const expected = NAMES.map((name) => [`texts/${name}.txt`, `text of ${name}`])
      .sort(([a], [b]) => (a! < b! ? -1 : 1));
    for (const state of ["ran", "hit"]) {
      using engine = openEngine({ pipeline, root });
      const { stages: [stage] } = await engine.run();
      if (stage === undefined || !("outputs" in stage)) throw new Error(stage?.state);
      assertEquals([stage.state, await engine.read(stage.outputs["x"]!)], [state, expected]);
    }
  },
});

Deno.test({
  name: "a project works in a folder of any name, and with a store behind a link",
  ignore: Deno.build.os === "windows",
  async fn() {
    await using project = await TestProject.create();
    const root = `${project.root}/a b#c?d%41\u00e9\n"'`;
    await using elsewhere = await temporaryFolder();
    await Deno.mkdir(root);
    for (const { name } of Deno.readDirSync(project.root)) {
      if (`${project.root}/${name}` === root) continue;
      await Deno.rename(`${project.root}/${name}`, `${root}/${name}`);
    }
    await Deno.symlink(elsewhere.path, `${root}/artifacts`);
    const run = async (...args: string[]): Promise<[number, string[]]> => {
      const { code, stdout } = await new Deno.Command(Deno.execPath(), {
        args: ["run", "--no-prompt", "--no-check", "-A", "pipeline.ts", ...args, "--json"],
        cwd: root,
      }).output();
      const { stages = [] } = JSON.parse(new TextDecoder().decode(stdout));
      return [code, stages.map(({ state }: { state: string }) => state)];
    };
    assertEquals(await run(), [0, ["ran", "ran", "ran", "ran"]]);
    assertEquals(await run(), [0, ["hit", "hit", "hit", "hit"]]);
    assertEquals((await run("verify"))[0], 0);
    assertEquals((await run("gc"))[0], 0);
  },
});
