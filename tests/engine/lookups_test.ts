import { assertEquals } from "@std/assert";
import { Bundler } from "../../lib/engine/code/bundler.ts";
import { Lookups } from "../../lib/engine/code/lookups.ts";
import { askDeno, decidingText, kindOf } from "../../lib/engine/code/remembered_lookups.ts";
import { nodeOf, writeFiles } from "../support/one_stage.ts";
import { temporaryFolder } from "../support/temporary.ts";

Deno.test("of imports those are remembered that lead elsewhere than their own path says", async () => {
  const lookups = new Lookups("/project");
  lookups.noteImport("./a.ts", "a.ts");
  lookups.noteImport("./no_source.ts", "no_source.ts");
  lookups.noteImport("./moved.ts", "b.ts");
  lookups.noteImport("./gone.ts", null);
  lookups.noteImport("name", "lib/name.ts");
  const { imports, unasked } = await lookups.remembered(["a.ts", "b.ts", "lib/name.ts"]);
  assertEquals(imports, [
    ["./gone.ts", null],
    ["./moved.ts", "b.ts"],
    ["./no_source.ts", "no_source.ts"],
    ["name", "lib/name.ts"],
  ]);
  assertEquals(unasked, ["b.ts", "lib/name.ts"]);
});

Deno.test("of looks at files those are remembered at which no file was, in the order of paths", async () => {
  await using folder = await temporaryFolder();
  await writeFiles(folder.path, { "b/file.ts": "", "deno.json": "{}" });
  const lookups = new Lookups(folder.path);
  const kinds = ["c", "b", "b/file.ts", "a"].map((path) => lookups.kind(`${folder.path}/${path}`));
  assertEquals(kinds, [null, "folder", "file", null]);
  assertEquals(lookups.text(`${folder.path}/none.json`, false), null);
  assertEquals(lookups.text(`${folder.path}/deno.json`, false), "{}");
  assertEquals(lookups.text(`${folder.path}/absent.json`), null);
  const remembered = await lookups.remembered();
  assertEquals(remembered.kinds, [["a", null], ["b", "folder"], ["c", null]]);
  const isThere = remembered.texts.map(({ path, textDigest, decidingDigest }) => [
    path,
    textDigest !== null,
    decidingDigest !== null,
  ]);
  assertEquals(isThere, [["absent.json", false, false], ["deno.json", true, true]]);
});

Deno.test("fields that lead no import anywhere do not decide, all others and their order do", () => {
  const text = (json: unknown): string =>
    new TextDecoder().decode(decidingText(new TextEncoder().encode(JSON.stringify(json))));
  const fields = { imports: { a: "./a.ts" }, name: "p" };
  const ignored = [
    ..."tasks fmt lint test bench publish exclude license".split(" "),
    ..."scripts description keywords author homepage repository bugs funding".split(" "),
  ];
  for (const name of ignored) assertEquals(text({ [name]: {}, ...fields }), text(fields), name);
  for (const name of ["exports", "main", "type", "version", "dependencies", "scopes"]) {
    assertEquals(text({ [name]: "x", ...fields }) === text(fields), false, name);
  }
  assertEquals(text({ name: "p", imports: { a: "./a.ts" } }) === text(fields), false);
  // What is no object decides as it is.
  assertEquals([text("text"), text([1])], ['"text"', "[1]"]);
});

Deno.test("a bundle of files that import each other by path remembers nothing of node_modules", async () => {
  await using folder = await temporaryFolder();
  await writeFiles(folder.path, {
    "stage.ts": `import { a } from "./lib/a.ts"; export const run = () => ({ x: a });`,
    "lib/a.ts": `export const a: number = 1;`,
    "node_modules/p/package.json": `{ "name": "p" }`,
  });
  using bundler = new Bundler(folder.path);
  const { lookups } = await bundler.stage(nodeOf(folder.path, "stage").stage);
  const { imports, unasked, kinds, realPaths } = lookups;
  assertEquals({ imports, unasked, kinds, realPaths }, {
    imports: [],
    unasked: ["stage.ts"],
    kinds: [],
    realPaths: [],
  });
});

Deno.test("paths lead to themselves, whatever their names are, and names where Deno leads them", () => {
  for (const path of ["a.ts", "lib/a b.ts", "lib/100%.ts", "lib/ü.ts", "a.", "folder/"]) {
    assertEquals(askDeno(`./${path}`, "/project"), path);
    assertEquals(askDeno(`../${path}`, "/project/inner"), `../${path}`);
  }
  assertEquals(askDeno("./lib/../a.ts", "/project"), "a.ts");
  assertEquals(askDeno("no-such-package", "/project"), null);
  assertEquals(askDeno("https://example.com/a.ts", "/project"), "https://example.com/a.ts");
});

Deno.test("kindOf() tells files from folders, and finds nothing behind a file", async () => {
  await using folder = await temporaryFolder();
  await writeFiles(folder.path, { "folder/file": "" });
  const kinds = ["folder", "folder/file", "folder/file/more", "none"]
    .map((path) => kindOf(`${folder.path}/${path}`));
  assertEquals(kinds, ["folder", "file", null, null]);
});
