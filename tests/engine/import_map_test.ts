/**
 * Imports of project files lead where Deno leads them, whatever kind of key the import map has, and a
 * map that leads them elsewhere is noticed.
 *
 * @module
 */
import { assertEquals, assertStringIncludes } from "@std/assert";
import { configure, oneStageProject, reasonsFor } from "../support/small_project.ts";

const FILES = {
  "lib1/h.ts": `export const h = "first";`,
  "lib2/h.ts": `export const h = "second";`,
  "lib3/h.ts": `export const h = "third";`,
};
const IMPORT = `import { h } from "../lib1/h.ts";`;

Deno.test("a key that is a relative path, or ends in a slash, leads imports of paths elsewhere", async () => {
  await using project = await oneStageProject(IMPORT, "h", FILES);
  assertEquals(await reasonsFor(project, "first"), ["first-run one"]);
  await configure(project, { imports: { "./lib1/h.ts": "./lib2/h.ts" } });
  assertEquals(await reasonsFor(project, "second"), [
    "code lib1/h.ts is gone",
    "code lib2/h.ts is new",
  ]);
  assertEquals(await reasonsFor(project, "second"), []);
  await configure(project, { imports: { "./lib1/h.ts": "./lib1/h.ts", "./lib1/": "./lib3/" } });
  assertEquals(await reasonsFor(project, "first"), [], "the longest key decides");
  await configure(project, { imports: { "./lib1/h.ts": "./lib3/h.ts" } });
  assertEquals((await reasonsFor(project, "third")).length, 2);
  const { stdout } = await project.asTask("why", "one", "--json");
  assertStringIncludes(stdout, `"fresh"`);
});

Deno.test("a stage, a script and a name that the map leads to a file are not led on from there", async () => {
  await using project = await oneStageProject(`import { h } from "named";`, "h", FILES);
  await configure(project, {
    imports: {
      named: "./lib1/h.ts",
      "./lib1/h.ts": "./lib2/h.ts",
      "./stages/one.ts": "./lib1/h.ts",
    },
  });
  await project.edit("pipeline.ts", "./stages/one.ts", "stage-one");
  await configure(project, { imports: { "stage-one": "./stages/one.ts" } });
  assertEquals(await reasonsFor(project, "first"), ["first-run one"]);
  assertEquals(await reasonsFor(project, "first"), []);
});

Deno.test("a scope leads the imports of its files elsewhere, also when it is added or changed", async () => {
  const named = `import { h } from "named"; import { h as path } from "../lib1/h.ts";`;
  await using project = await oneStageProject(named, "[h, path]", FILES);
  await configure(project, { imports: { named: "./lib1/h.ts" } });
  assertEquals(await reasonsFor(project, ["first", "first"]), ["first-run one"]);
  await configure(project, { scopes: { "./stages/": { named: "./lib2/h.ts" } } });
  assertEquals(await reasonsFor(project, ["second", "first"]), ["code lib2/h.ts is new"]);
  assertEquals(await reasonsFor(project, ["second", "first"]), []);
  await configure(project, {
    scopes: { "./stages/": { named: "./lib3/h.ts", "./lib1/h.ts": "./lib2/h.ts" } },
  });
  assertEquals((await reasonsFor(project, ["third", "second"])).length > 0, true);
  await configure(project, { scopes: { "./elsewhere/": { named: "./lib3/h.ts" } } });
  assertEquals(await reasonsFor(project, ["first", "first"]), []);
  await configure(project, { tasks: { hello: "echo hello" } });
  assertEquals(await reasonsFor(project, ["first", "first"]), []);
});

Deno.test("scopes of a map that the engine cannot see are refused by name", async () => {
  await using project = await oneStageProject(`import { h } from "named";`, "h", FILES);
  await configure(project, { imports: { named: "./lib1/h.ts" } });
  const { imports } = JSON.parse(await Deno.readTextFile(`${project.root}/deno.json`));
  await project.write(
    "other.json",
    JSON.stringify({ imports, scopes: { "./stages/": { named: "./lib2/h.ts" } } }),
  );
  const { code, stderr } = await project.script("pipeline.ts", [
    "--import-map=other.json",
    ...project.readOnly,
    "--allow-write=artifacts",
  ]);
  assertEquals(code, 1, stderr);
  assertStringIncludes(stderr, `Cannot bundle "named", which "stages/one.ts" imports`);
  assertStringIncludes(stderr, `"importMap"`);
  // Nothing that a run of hits looks at tells of a map that is given later, see docs/architecture.md.
  await project.write("plain.json", JSON.stringify({ imports }));
  const givenLater = async (map: string, ...args: string[]): Promise<number> => {
    const grants = [`--import-map=${map}`, ...project.readOnly, "--allow-write=artifacts"];
    return (await project.script("pipeline.ts", grants, "run", ...args)).code;
  };
  assertEquals(await givenLater("plain.json"), 0);
  assertEquals(await givenLater("other.json", "--rehash"), 1);
  // The way round that the message names.
  await project.edit("deno.json", `"imports":`, `"importMap": "./other.json", "unused":`);
  assertEquals(await reasonsFor(project, "second"), [
    "code lib1/h.ts is gone",
    "code lib2/h.ts is new",
  ]);
  await project.edit("other.json", "./lib2/h.ts", "./lib3/h.ts");
  assertEquals((await reasonsFor(project, "third")).length, 2);
});

Deno.test("a separate map is found however its name is written, and beside a name in a comment", async () => {
  await using project = await oneStageProject(`import { h } from "named";`, "h", FILES);
  const { imports, ...config } = JSON.parse(await Deno.readTextFile(`${project.root}/deno.json`));
  const lead = (target: string): Promise<void> =>
    project.write(
      "maps/a b.json",
      JSON.stringify({
        imports: { ...inFolderAbove(imports), named: "../lib1/h.ts" },
        scopes: { "../stages/": { named: target } },
      }),
    );
  await Deno.remove(`${project.root}/deno.json`);
  for (
    const [i, name] of [
      String.raw`"./maps/a\u0020b.json"`,
      `"maps/a%20b.json"`,
      `"file://${project.root}/maps/a%20b.json"`,
    ].entries()
  ) {
    await lead("../lib2/h.ts");
    await project.write(
      "deno.jsonc",
      `// "importMap": "old.json",\n{ "importMap": ${name}, ${JSON.stringify(config).slice(1)}`,
    );
    assertEquals(await reasonsFor(project, "second"), i === 0 ? ["first-run one"] : [], name);
    await lead("../lib3/h.ts");
    assertEquals((await reasonsFor(project, "third")).length, i === 0 ? 2 : 0, name);
  }
});

/** Targets that are paths, as a map in a folder inside the project's has them. */
function inFolderAbove(imports: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(imports).map(([name, target]) => [name, target.replace(/^\.\//, "../")]),
  );
}
