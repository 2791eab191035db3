import { assertEquals } from "@std/assert";
import { writeFiles } from "../support/one_stage.ts";
import { packagePath, REPOSITORY, TestProject } from "../support/project.ts";
import { temporaryFolder } from "../support/temporary.ts";

Deno.test("another package by a change of a separate import map executes what uses it", async () => {
  await using project = await TestProject.create();
  const { imports, ...config } = JSON.parse(await Deno.readTextFile(`${project.root}/deno.json`));
  await project.write("deno.json", JSON.stringify({ ...config, importMap: "./map.json" }));
  await project.write("map.json", JSON.stringify({ imports }));
  assertEquals((await project.executed()).length, 4);
  assertEquals(await project.executed(), []);
  const changed = { ...imports, tiny: packagePath("tiny", "1.1.0") };
  await project.write("map.json", JSON.stringify({ imports: changed }));
  assertEquals(await project.executed(), ["total"]);
});

/** Prints the digest of a stage's code by what is remembered, and whether it had to be bundled for that. */
const DIGEST = `
import { CodeDigests } from "${REPOSITORY}/lib/engine/code/code_digests.ts";
import { FileDigests } from "${REPOSITORY}/lib/engine/file_digests.ts";
import { MemoryStore } from "${REPOSITORY}/lib/store/memory_store.ts";

const [root] = Deno.args;
const memos = new Map(JSON.parse(await Deno.readTextFile(root + "/memos.json")));
using code = new CodeDigests(root, new FileDigests(root, new Map()), new MemoryStore(), memos);
const digest = await code.digest({ name: "stage", module: "file://" + root + "/stage.ts" });
for (const [module, memo] of code.learned()) memos.set(module, memo);
await Deno.writeTextFile(root + "/memos.json", JSON.stringify([...memos]));
console.log(JSON.stringify([digest, code.built().length > 0]));
`;

/** A process of its own: Node's way of finding packages remembers what it has found. */
async function digestIn(root: string): Promise<[digest: string, isBundled: boolean]> {
  const { stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "--no-check", "-A", "--config", `${REPOSITORY}/deno.json`, "digest.ts", root],
    cwd: root,
  }).output();
  const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);
  assertEquals(text(stderr), "");
  return JSON.parse(text(stdout));
}

Deno.test("a package that another one gets in another version is bundled again", async () => {
  await using folder = await temporaryFolder();
  const root = folder.path;
  const modules = (name: string, version: string): string =>
    `node_modules/.deno/${name}@${version}/node_modules`;
  const inner = (version: string, length: string): Record<string, string> => ({
    [`${modules("inner", version)}/inner/package.json`]: '{ "main": "index.js" }',
    [`${modules("inner", version)}/inner/index.js`]: `exports.inner = (text) => ${length};`,
  });
  await writeFiles(root, {
    "digest.ts": DIGEST,
    "memos.json": "[]",
    "stage.ts": `import { outer } from "./${modules("outer", "1.0.0")}/outer/index.js";
export const run = () => ({ x: outer("text") });`,
    [`${modules("outer", "1.0.0")}/outer/index.js`]:
      `const { inner } = require("inner");\nexports.outer = inner;`,
    ...inner("1.0.0", "text.length"),
    ...inner("1.1.0", "text.length + 1"),
  });
  const link = `${root}/${modules("outer", "1.0.0")}/inner`;
  const linkTo = (version: string): Promise<void> =>
    Deno.symlink(`${root}/${modules("inner", version)}/inner`, link);

  await linkTo("1.0.0");
  const [before] = await digestIn(root);
  assertEquals(await digestIn(root), [before, false]);
  await Deno.remove(link);
  await linkTo("1.1.0");
  const [after, isBundled] = await digestIn(root);
  assertEquals([after === before, isBundled], [false, true]);
  await Deno.remove(link);
  await linkTo("1.0.0");
  assertEquals(await digestIn(root), [before, false]);
});

Deno.test("a change of deno.json that leads no import elsewhere bundles nothing", async () => {
  await using folder = await temporaryFolder();
  await writeFiles(folder.path, {
    "digest.ts": DIGEST,
    "memos.json": "[]",
    "stage.ts": `import { one } from "./one.ts"; export const run = () => ({ x: one });`,
    "one.ts": "export const one = 1;",
    "deno.json": "{}",
  });
  const [digest] = await digestIn(folder.path);
  await writeFiles(folder.path, { "deno.json": `{ "tasks": { "hello": "echo hello" } }` });
  assertEquals(await digestIn(folder.path), [digest, false]);
  await writeFiles(folder.path, { "deno.json": `{ "scopes": { "./": {} } }` });
  assertEquals(await digestIn(folder.path), [digest, true]);
});
