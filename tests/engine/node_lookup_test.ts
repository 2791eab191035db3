/**
 * The lookup inside packages, held against Deno's own on random layouts; and what it notes, held
 * against itself after random edits.
 *
 * @module
 */
import { assert, assertEquals, assertThrows } from "@std/assert";
import { Lookups } from "../../lib/engine/code/lookups.ts";
import { type ImportKind, nodeLookup } from "../../lib/engine/code/node_lookup.ts";
import { exportsTarget } from "../../lib/engine/code/package_exports.ts";
import { LookupCheck } from "../../lib/engine/code/remembered_lookups.ts";
import { FileDigests } from "../../lib/engine/file_digests.ts";
import { writeFiles } from "../support/one_stage.ts";
import { Dice } from "../support/random_dag.ts";
import { temporaryFolder } from "../support/temporary.ts";

const SPECIFIERS = [
  ..."./a ./a/ ./a/b ./a.js . .. ./ inner inner/a inner/a/b inner/a.js outer outer/a #own #dep #no"
    .split(" "),
  ..."@s/inner @s/inner/a".split(" "),
];
/** Places of files and of the `package.json` of folders, in the folder of a layout. */
const FILES = [
  "",
  "a/",
  "node_modules/inner/",
  "node_modules/inner/a/",
  "../inner/",
  "../@s/inner/",
]
  .flatMap((folder) =>
    "a.js a.json a.cjs a a/b.js a/b.json index.js index.json index.cjs other.js".split(" ")
      .map((name) => folder + name)
  );
const PACKAGES = ["", "a/", "node_modules/inner/", "../inner/", "../@s/inner/", "lib/"];

/** What a `package.json` may say; `undefined` for a field that it lacks. */
const MAINS = [undefined, "./a", "a/b.js", "./other.js", "./nowhere", "", 5];
const EXPORTS = [
  ...[undefined, undefined, undefined, null, "./a.js", "./other.js"],
  { import: "./a.js", require: "./a.cjs" },
  { browser: "./other.js", node: { require: "./a.cjs" }, default: "./a.js" },
  { node: { browser: "./a.json" }, default: "./other.js" },
  { ".": "./a.js", "./a": { deno: "./a.json", default: "./a.cjs" } },
  { ".": ["./a.js", "./other.js"], "./*": "./*.js", "./a/*": null },
  { ".": [{ browser: "./a.json" }, "./other.js"], "./*": "./a/*.json", "./a": "./a.cjs" },
];
const IMPORTS = [
  undefined,
  { "#own": "./a.js", "#dep": "inner" },
  { "#*": "./*.js", "#dep": { require: "inner/a", default: "./other.js" } },
];

type Layout = Record<string, string>;

function one<T>(dice: Dice, among: readonly T[]): T {
  return among[dice.roll(among.length)]!;
}

function manifest(dice: Dice, name: string): string {
  const exports = one(dice, EXPORTS);
  return JSON.stringify({ name, main: one(dice, MAINS), exports, imports: one(dice, IMPORTS) });
}

/** A place that is a folder in one of the others is none of a file. */
function withFile(layout: Layout, path: string, text: string): Layout {
  const isTaken = Object.keys(layout).some((other) =>
    other.startsWith(`${path}/`) || path.startsWith(`${other}/`)
  );
  return isTaken ? layout : { ...layout, [path]: text };
}

function edited(layout: Layout, home: string, dice: Dice): Layout {
  const [folder, place] = [one(dice, PACKAGES), one(dice, FILES)];
  const normal = (path: string): string => new URL(`file:///${home}${path}`).pathname.slice(1);
  if (dice.roll(3) > 0) return withFile(layout, normal(place), `"text"`);
  const path = normal(`${folder}package.json`);
  const name = folder === "" ? "outer" : folder.replaceAll(/^\.\.\/|node_modules\/|\/$/g, "");
  const { [path]: _, ...others } = layout;
  return dice.roll(4) === 0 ? others : withFile(others, path, manifest(dice, name));
}

/** `home` is the folder of the importing package. */
function randomLayout(home: string, dice: Dice): Layout {
  let layout: Layout = {
    [`${home}importer.js`]: "",
    [`${home}package.json`]: manifest(dice, "outer"),
  };
  for (let i = 0; i < 14; i++) layout = edited(layout, home, dice);
  return layout;
}

/** Prints where each question leads, each with a Deno of its own memory. */
const ASK = `
import { createRequire } from "node:module";
const questions = JSON.parse(await Deno.readTextFile("questions.json"));
console.log(JSON.stringify(questions.map(({ importer, specifier }) => {
  try { return createRequire("file://" + importer).resolve(specifier); } catch { return null; }
})));
`;

Deno.test("where require leads inside packages is where Deno's leads", async () => {
  await using folder = await temporaryFolder();
  const dice = new Dice(1);
  const questions: { importer: string; specifier: string }[] = [];
  for (let i = 0; i < 60; i++) {
    const home = `p${i}/node_modules/outer/`;
    await writeFiles(folder.path, randomLayout(home, dice));
    const importer = `${folder.path}/${home}importer.js`;
    questions.push(...SPECIFIERS.map((specifier) => ({ importer, specifier })));
  }
  await writeFiles(folder.path, {
    "ask.ts": ASK,
    "questions.json": JSON.stringify(questions),
    "deno.json": `{ "nodeModulesDir": "manual" }`,
  });
  const { stdout } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "--no-check", "-A", "ask.ts"],
    cwd: folder.path,
  }).output();
  const answers: (string | null)[] = JSON.parse(new TextDecoder().decode(stdout));
  assert(answers.filter((answer) => answer !== null).length > 200, "many lead somewhere");
  const differing = questions.flatMap(({ specifier, importer }, i) => {
    const target = nodeLookup(specifier, importer, "require", new Lookups(folder.path));
    // A target of `exports` that does not exist is an error for Deno, and one when it is read for us.
    const found = target !== null && isFile(target) ? target : null;
    const answer = answers[i] ?? null;
    const expected = answer !== null && isFile(answer) ? answer : null;
    // What Deno refuses may be found here, as other bundlers do: a package without its `main`.
    return expected === null || found === expected
      ? []
      : [`${specifier} in ${importer}: ${found}, not ${expected}`];
  });
  assertEquals(differing, []);
});

function isFile(path: string): boolean {
  try {
    return Deno.statSync(path).isFile;
  } catch {
    return false;
  }
}

Deno.test("whatever edit leads an import elsewhere, what was noted is no longer current", async () => {
  await using folder = await temporaryFolder();
  const dice = new Dice(2);
  const counts = { moved: 0, kept: 0, needless: 0 };
  for (let i = 0; i < 60; i++) {
    const home = `p${i}/node_modules/outer/`;
    const importer = `${folder.path}/${home}importer.js`;
    let layout = randomLayout(home, dice);
    await writeFiles(folder.path, layout);
    for (let edit = 0; edit < 3; edit++) {
      const [specifier, kind] = [
        one(dice, SPECIFIERS),
        one<ImportKind>(dice, ["import", "require"]),
      ];
      const lookups = new Lookups(folder.path);
      const before = nodeLookup(specifier, importer, kind, lookups);
      const remembered = await lookups.remembered();
      const isCurrent = (): Promise<boolean> =>
        new LookupCheck(folder.path, new FileDigests(folder.path, new Map())).isCurrent(
          remembered,
          [],
        );
      assertEquals(await isCurrent(), true);
      const next = edited(edited(layout, home, dice), home, dice);
      await Deno.remove(`${folder.path}/p${i}`, { recursive: true });
      await writeFiles(folder.path, next);
      layout = next;
      const after = nodeLookup(specifier, importer, kind, new Lookups(folder.path));
      const current = await isCurrent();
      const isGone = before !== null && !isFile(before);
      if (before === after) counts[current ? "kept" : "needless"] += 1;
      // A source that is gone is noticed by itself.
      else if (!isGone) assertEquals(current, false, `${specifier} led to ${before}, now ${after}`);
      if (before !== after) counts.moved += 1;
    }
  }
  assert(counts.moved > 10 && counts.kept > 80, JSON.stringify(counts));
});

Deno.test("exports are read as Node reads them", () => {
  const conditions = new Set(["node", "import"]);
  const target = (exports: unknown, subpath: string) => exportsTarget(exports, subpath, conditions);
  const patterns = { "./*": "./any/*.js", "./a/*": "./a/*.js", "./a/*.json": "./json/*.json" };
  assertEquals(target(patterns, "./a/b"), "./a/b.js");
  assertEquals(target(patterns, "./a/b.json"), "./json/b.json");
  assertEquals(target(patterns, "./b/c"), "./any/b/c.js");
  assertEquals(target({ "./*/x/*": "./no.js" }, "./a/x/b"), null);
  assertEquals(target({ "./dir/": "./lib/" }, "./dir/a"), null);
  assertEquals(target({ "./a*": "./$&*.js" }, "./a$1"), "./$&$1.js");
  assertEquals(target({ require: "./r.js" }, "."), null);
  assertEquals(target({ node: { require: "./r.js" }, default: "./d.js" }, "."), "./d.js");
  assertEquals(target({ node: null, default: "./d.js" }, "."), null);
  assertEquals(target([null, { require: "./r.js" }, "./d.js"], "."), "./d.js");
  assertEquals(target(5, "."), null);
  assertEquals(target({ "./a": "./a.js" }, "."), null);
});

Deno.test("what the project calls itself is nothing to the packages in it", async () => {
  await using folder = await temporaryFolder();
  await writeFiles(folder.path, {
    "package.json": `{ "name": "project", "exports": "./a.js", "imports": { "#own": "./a.js" } }`,
    "a.js": "",
    "node_modules/outer/importer.js": "",
  });
  const target = (specifier: string, importer: string): string | null =>
    nodeLookup(specifier, `${folder.path}/${importer}`, "require", new Lookups(folder.path));
  for (const specifier of ["project", "#own"]) {
    assertEquals(target(specifier, "node_modules/outer/importer.js"), null);
    assertEquals(target(specifier, "b.js"), `${folder.path}/a.js`);
  }
});

Deno.test("a malformed package.json is an error that names it", async () => {
  await using folder = await temporaryFolder();
  await writeFiles(folder.path, {
    "node_modules/outer/package.json": "{",
    "node_modules/outer/a.js": "",
  });
  assertThrows(
    () =>
      nodeLookup(
        "outer",
        `${folder.path}/node_modules/outer/a.js`,
        "require",
        new Lookups(folder.path),
      ),
    Error,
    "node_modules/outer/package.json",
  );
});
