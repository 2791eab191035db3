import { assertEquals, assertRejects } from "@std/assert";
import { Bundler } from "../../lib/engine/code/bundler.ts";
import { BundleError } from "../../lib/engine/errors.ts";
import { nodeOf, runStage, writeFiles } from "../support/one_stage.ts";
import { temporaryFolder } from "../support/temporary.ts";

async function bundleOf(files: Readonly<Record<string, string>>, assets = {}) {
  await using folder = await temporaryFolder();
  await writeFiles(folder.path, files);
  using bundler = new Bundler(folder.path);
  return await bundler.stage(nodeOf(folder.path, "stage", { assets }).stage);
}

async function placesIn(files: Readonly<Record<string, string>>): Promise<string[]> {
  const error = await assertRejects(() => bundleOf(files), BundleError, "operator **");
  const [, places = ""] = /operator \*\* at (.*) is refused/.exec(error.message) ?? [];
  assertEquals(error.at, places.split(", ")[0]);
  return places.split(", ");
}

Deno.test(
  "** that `run` reaches is refused with each file and line, whoever wrote it",
  async () => {
    const inPackage = "node_modules/.deno/roots@1.0.0/node_modules/roots/index.js";
    const files = {
      "stage.ts": `import { deep } from "./deep/helper.ts";
import { root } from "./${inPackage}";
type Unused = { a: number };

export function run() {
  let x: number = deep(3);
  // A comment.
  x **= 2;
  return { x: x + root(x) ** -1 + Number(2n ** 64n) };
}`,
      "deep/helper.ts": "export const deep = (n: number) =>\n  (n + 1) ** 0.5;",
      [inPackage]: "export function root(n) {\n\n  return n ** (1 / 3);\n}",
    };
    assertEquals((await placesIn(files)).sort(), [
      "deep/helper.ts:2",
      `${inPackage}:3`,
      "stage.ts:8",
      "stage.ts:9",
    ]);
  },
);

Deno.test("a helper of the same name does not hide **", async () => {
  const code = `const __pow = (a: number, b: number) => a * b;
export const run = ({ params }) => ({ x: __pow(2, 3) + params.n ** 3 });`;
  assertEquals(await placesIn({ "stage.ts": code }), ["stage.ts:2"]);
});

Deno.test("** where it is no power that `run` reaches is no fault", async () => {
  const files = {
    "stage.ts": `/** Not a ** b. */
import { used } from "./helper.ts";
export const run = ({ assets }) => ({ x: ["2 ** 3, __pow(2,3)", used(2), assets.page] });`,
    "helper.ts": `export const used = (n: number) => n * n;
export const unused = (n: number) => n ** n;`,
    // Pages are for browsers, which round as they like.
    "page.ts": "globalThis.answer = Number('2') ** 3;",
  };
  const { code } = await bundleOf(files, { page: { script: "./page.ts" } });
  assertEquals(code.includes("Math.pow"), false);
});

Deno.test("a stage that uses ** fails before it runs, at its line", async () => {
  const { stage } = await runStage(`export function run() {
  return { x: Number("2") ** 0.5 };
}`);
  assertEquals(stage.state === "failed" && stage.error.at, "stage.ts:2");
});
