/**
 * Packages: files that would be taken instead, layouts of `node_modules`, names and versions, and those
 * that lie outside the project.
 *
 * @module
 */
import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { Bundler } from "../../lib/engine/code/bundler.ts";
import { Lookups } from "../../lib/engine/code/lookups.ts";
import { packageOf } from "../../lib/engine/code/package_of.ts";
import { definePipeline } from "../../lib/engine/graph.ts";
import { openEngine } from "../../lib/engine/open.ts";
import { nodeOf, writeFiles } from "../support/one_stage.ts";
import { configure, oneStageProject, reasonsFor } from "../support/small_project.ts";
import { temporaryFolder } from "../support/temporary.ts";
import { reasonTexts } from "../support/what_ran.ts";

const MANIFEST = (name: string, more: Record<string, unknown> = {}, version = "1.0.0"): string =>
  JSON.stringify({ name, version, ...more });
const HOME = "vendor/node_modules/p/";
/** A stage that imports the package `p` by path, and another by name from inside it. */
const SHADOWED = {
  "stage.ts": `import p from "./${HOME}index.cjs"; export const run = () => ({ x: p });`,
  [`${HOME}index.cjs`]: `module.exports = require("./bar") + " " + require("q") + require("#own");`,
  [`${HOME}bar/index.js`]: `module.exports = "bar/index.js";`,
  [`${HOME}own.js`]: `module.exports = "";`,
  [`${HOME}package.json`]: MANIFEST("p", { imports: { "#own": "./own.js" } }),
  "vendor/node_modules/q/package.json": MANIFEST("q", { main: "./lib" }),
  "vendor/node_modules/q/lib/index.js": `module.exports = "q";`,
};

/**
 * What comes into the way of the files above, one after the other; the value then, and the reasons,
 * which are none where the value was there before.
 */
const EDITS:
  readonly (readonly [claim: string, files: Record<string, string>, value: string, string[]])[] = [
    ["a file shadows a folder", { [`${HOME}bar.js`]: `module.exports = "bar.js";` }, "bar.js q", [
      "code npm:p",
    ]],
    ["a file without an ending shadows that", { [`${HOME}bar.`]: `no` }, "bar.js q", []],
    [
      "a file shadows a main folder",
      {
        "vendor/node_modules/q/lib.js": `module.exports = "lib.js";`,
      },
      "bar.js lib.js",
      ["code npm:q"],
    ],
    [
      "another main",
      {
        "vendor/node_modules/q/package.json": MANIFEST("q", { main: "./lib/index" }),
      },
      "bar.js q",
      [],
    ],
    [
      "exports",
      {
        "vendor/node_modules/q/package.json": MANIFEST("q", {
          main: "./lib/index",
          exports: { import: "./lib/index.js", require: "./lib.js" },
        }),
      },
      "bar.js lib.js",
      [],
    ],
    [
      "a nearer package",
      {
        [`${HOME}node_modules/q/package.json`]: MANIFEST("q", {}, "2.0.0"),
        [`${HOME}node_modules/q/index.js`]: `module.exports = "nearer";`,
      },
      "bar.js nearer",
      ["code npm:q 1.0.0→2.0.0"],
    ],
    [
      "another name of its own",
      {
        [`${HOME}package.json`]: MANIFEST("p", { imports: { "#own": "./other.js" } }),
        [`${HOME}other.js`]: `module.exports = "!";`,
      },
      "bar.js nearer!",
      ["code npm:p"],
    ],
    [
      "a script of the package",
      {
        [`${HOME}package.json`]: MANIFEST("p", {
          imports: { "#own": "./other.js" },
          scripts: { a: "b" },
        }),
      },
      "bar.js nearer!",
      [],
    ],
  ];

Deno.test("case 2: what comes into the way inside packages is executed and named, one edit after the other", async () => {
  await using folder = await temporaryFolder();
  await writeFiles(folder.path, SHADOWED);
  const pipeline = definePipeline([nodeOf(folder.path, "stage")]);
  const first = ["nothing", {}, "bar/index.js q", ["first-run stage"]] as const;
  for (const [claim, files, value, reasons] of [first, ...EDITS]) {
    await writeFiles(folder.path, files);
    using engine = openEngine({ pipeline, root: folder.path });
    const { stages: [stage] } = await engine.run();
    if (stage === undefined || !("outputs" in stage)) throw new Error(JSON.stringify(stage));
    assertEquals(await engine.read(stage.outputs["x"]!), value, claim);
    assertEquals(stage.state === "ran" ? reasonTexts(stage) : [], reasons, claim);
    const { stages: [again] } = await engine.run();
    assertEquals(again?.state, "hit", claim);
    const { stages: [reproduced] } = await engine.reproduce();
    assertEquals(reproduced?.state, "identical", claim);
  }
});

Deno.test("import and require of one package may lead to two files", async () => {
  await using folder = await temporaryFolder();
  const home = "node_modules/p/node_modules/q/";
  await writeFiles(folder.path, {
    "stage.ts": `import { a } from "./node_modules/p/a.mjs"; export const run = () => ({ x: a });`,
    "node_modules/p/a.mjs": `import q from "q"; import b from "./b.cjs"; export const a = [q, b];`,
    "node_modules/p/b.cjs": `module.exports = require("q");`,
    [`${home}package.json`]: MANIFEST("q", { exports: { import: "./i.mjs", require: "./r.cjs" } }),
    [`${home}i.mjs`]: `export default "import";`,
    [`${home}r.cjs`]: `module.exports = "require";`,
  });
  using engine = openEngine({
    pipeline: definePipeline([nodeOf(folder.path, "stage")]),
    root: folder.path,
  });
  const { stages: [stage] } = await engine.run();
  if (stage === undefined || !("outputs" in stage)) throw new Error(JSON.stringify(stage));
  assertEquals(await engine.read(stage.outputs["x"]!), ["import", "require"]);
});

const LAYOUTS: Readonly<Record<string, string>> = {
  "npm's flat one": "node_modules/@s/p/dist/a.js",
  "nested": "node_modules/other/node_modules/@s/p/dist/a.js",
  "Deno's": "node_modules/.deno/@s+p@9.9.9_1/node_modules/@s/p/dist/a.js",
  "pnpm's": "node_modules/.pnpm/@s+p@9.9.9_peer@1.0.0/node_modules/@s/p/dist/a.js",
};
for (const [what, path] of Object.entries(LAYOUTS)) {
  Deno.test(`name and version are those of the nearest package.json with a name; the layout is ${what}`, async () => {
    await using folder = await temporaryFolder();
    const home = path.replace("dist/a.js", "");
    const of = () => packageOf(`${folder.path}/${path}`, new Lookups(folder.path));
    await writeFiles(folder.path, { [path]: "", "package.json": MANIFEST("project") });
    assertEquals(of(), { name: "@s/p", version: null });
    await writeFiles(folder.path, {
      [`${home}dist/package.json`]: `{ "type": "module" }`,
      [`${home}package.json`]: MANIFEST("@s/p", {}, "1.2.3"),
    });
    assertEquals(of(), { name: "@s/p", version: "1.2.3" });
    await writeFiles(folder.path, { [`${home}package.json`]: `{ "name": "alias", "version": 5 }` });
    assertEquals(of(), { name: "alias", version: null });
    assertEquals(packageOf(`${folder.path}/a.js`, new Lookups(folder.path)), null);
  });
}

Deno.test("a package in a flat node_modules, linked in the project and linked from outside it", async () => {
  await using project = await oneStageProject(`import { p } from "p";`, "p", {
    "package.json": JSON.stringify({ dependencies: { p: "*" } }),
    "members/p/package.json": MANIFEST("p", { exports: "./p.js" }),
    "members/p/p.js": `export { q as p } from "./q.js";`,
    "members/p/q.js": `export const q = "member";`,
    "members/other/package.json": MANIFEST("p", { exports: "./p.js" }),
    "members/other/p.js": `export { q as p } from "./q.js";`,
    "members/other/q.js": `export const q = "other member";`,
  });
  await using outside = await temporaryFolder();
  await writeFiles(outside.path, {
    "p/package.json": MANIFEST("p", { exports: "./p.js" }),
    "p/p.js": `export const p = "outside";`,
  });
  const { root } = project;
  const modules = await Deno.realPath(`${root}/node_modules`);
  await Deno.remove(`${root}/node_modules`);
  await Deno.mkdir(`${root}/node_modules`);
  for (
    const name of [
      ".deno",
      "esbuild-wasm",
      "acorn",
      "@sveltejs",
      "@jridgewell",
      "@msgpack",
      "deno-std",
    ]
  ) {
    await Deno.symlink(`${modules}/${name}`, `${root}/node_modules/${name}`);
  }
  const link = `${root}/node_modules/p`;
  const linkTo = async (target: string): Promise<void> => {
    await Deno.remove(link, { recursive: true }).catch(() => {});
    await Deno.symlink(target, link);
  };
  await configure(project, { nodeModulesDir: "manual", lock: false });
  await linkTo(`${root}/members/p`);
  assertEquals(await reasonsFor(project, "member"), ["first-run one"]);
  assertEquals(await reasonsFor(project, "member"), []);
  await linkTo(`${root}/members/other`);
  assertEquals((await reasonsFor(project, "other member")).length > 0, true);
  await linkTo(`${outside.path}/p`);
  const { code, stderr } = await project.asTask("run");
  assertEquals(code, 1, stderr);
  assertStringIncludes(stderr, `Cannot bundle "p", which "stages/one.ts" imports`);
  assertStringIncludes(stderr, `outside the project "${root}"`);
  await Deno.remove(link);
  await project.write(
    "node_modules/p/package.json",
    MANIFEST("p", { exports: "./flat.js" }, "2.0.0"),
  );
  await project.write("node_modules/p/flat.js", `export const p = "flat";`);
  const reasons = await reasonsFor(project, "flat");
  assertEquals(reasons.at(-1), "code npm:p null→2.0.0", String(reasons));
  assertEquals(await reasonsFor(project, "flat"), []);
});

Deno.test("a file outside the project is bundled unless a package has it or a package imports it", async () => {
  await using project = await temporaryFolder();
  await using outside = await temporaryFolder();
  const relative = `../${outside.path.split("/").at(-1)}`;
  await writeFiles(outside.path, {
    "plain/a.js": `export const x = "plain";`,
    "named/package.json": MANIFEST("named"),
    "named/a.js": `export const x = "named";`,
  });
  await writeFiles(project.path, {
    "node_modules/q/index.js": `export { x } from "../../${relative}/plain/a.js";`,
  });
  await Deno.symlink(`${outside.path}/named`, `${project.path}/node_modules/named`);
  using bundler = new Bundler(project.path);
  const bundled = async (specifier: string): Promise<string> => {
    const code = `import { x } from "${specifier}"; export const run = () => ({ x });`;
    await writeFiles(project.path, { "stage.ts": code });
    return (await bundler.stage(nodeOf(project.path, "stage").stage)).code;
  };
  assertStringIncludes(await bundled(`${relative}/plain/a.js`), `"plain"`);
  for (
    const [specifier, found] of [
      ["./node_modules/named/a.js", `the package named in "${outside.path}/named/a.js"`],
      [`${relative}/named/a.js`, `the package named in "${outside.path}/named/a.js"`],
      ["./node_modules/q/index.js", `in "${outside.path}/plain/a.js"`],
      [`${relative}/plain/none.js`, `in "${outside.path}/plain/none.js"`],
    ] as const
  ) {
    const { message } = await assertRejects(() => bundled(specifier), Error, "", specifier);
    assertStringIncludes(message, `${found}, outside the project "${project.path}"`);
  }
});

Deno.test("a package that is missing, and a built-in module, are refused by name", async () => {
  await using folder = await temporaryFolder();
  const code = (specifier: string): string =>
    `module.exports = require(${JSON.stringify(specifier)});`;
  await writeFiles(folder.path, {
    "stage.ts": `import p from "./node_modules/p/index.js"; export const run = () => ({ x: p });`,
  });
  using bundler = new Bundler(folder.path);
  for (
    const [specifier, message] of [
      ["nowhere", `Cannot find "nowhere", which "node_modules/p/index.js" imports`],
      ["./nowhere", `Cannot find "./nowhere", which "node_modules/p/index.js" imports`],
      ["fs", `Cannot bundle "fs"`],
      ["node:fs", `Cannot bundle "node:fs"`],
      ["https://example.com/a.js", `Cannot bundle "https://example.com/a.js"`],
    ] as const
  ) {
    await writeFiles(folder.path, { "node_modules/p/index.js": code(specifier) });
    const { stage } = nodeOf(folder.path, "stage");
    await assertRejects(() => bundler.stage(stage), Error, message);
  }
});
