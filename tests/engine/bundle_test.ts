import { assert, assertEquals, assertNotEquals, assertRejects } from "@std/assert";
import { Bundler } from "../../lib/engine/code/bundler.ts";
import { nodeOf, writeFiles } from "../support/one_stage.ts";
import { REPOSITORY } from "../support/project.ts";
import { temporaryFolder } from "../support/temporary.ts";

const STAGE = `import { defineStage } from "${REPOSITORY}/lib/engine/stage.ts";
import { used, unused } from "./helper.ts";

/** Says hello. */
export function run() { return { x: used(2) }; }

export const stage = defineStage({
  module: import.meta.url, name: "stage", description: "a description",
  inputs: {}, params: {}, outputs: { x: "x" }, run,
});
void unused;
`;
const HELPER = `// A comment.
type Unused = { a: number };
export const FACTOR = 21;
export function used(n: number): number { return n * FACTOR; }
export function unused(n: number): number { return n - 1; }
`;

async function bundleOf(files: Readonly<Record<string, string>>, assets = {}) {
  await using folder = await temporaryFolder();
  await writeFiles(folder.path, files);
  using bundler = new Bundler(folder.path);
  return await bundler.stage(nodeOf(folder.path, "stage", { assets }).stage);
}

const BASE = { "stage.ts": STAGE.replace("void unused;\n", ""), "helper.ts": HELPER };

Deno.test(
  "a bundle holds what `run` reaches: no declaration, comment, type or unused function",
  async () => {
    const { code } = await bundleOf(BASE);
    for (const absent of ["a description", "defineStage", "comment", "Unused", "unused", "hello"]) {
      assert(!code.includes(absent), `"${absent}" is in ${code}`);
    }
    assert(code.includes("run"));
  },
);

Deno.test("a bundle is the same in another folder, and names no path of the machine", async () => {
  const [one, other] = [await bundleOf(BASE), await bundleOf(BASE)];
  assertEquals(one.digest, other.digest);
  assert(!one.code.includes(Deno.env.get("TMPDIR") ?? "/tmp"));
});

const SAME: Readonly<Record<string, readonly [string, string]>> = {
  "a comment": ["// A comment.", "// Another comment, longer than the one before."],
  "a type": ["type Unused = { a: number };", "type Unused = { zebra: number; quartz: string };"],
  "the format": ["return n * FACTOR;", "return (\n    n *\n    FACTOR\n  );"],
  "an unused export": ["return n - 1;", "return n - 100;"],
};
for (const [what, [from, to]] of Object.entries(SAME)) {
  Deno.test(`changing ${what} changes no digest`, async () => {
    const changed = { ...BASE, "helper.ts": HELPER.replace(from, to) };
    assertEquals((await bundleOf(changed)).digest, (await bundleOf(BASE)).digest);
  });
}

Deno.test(
  "changing what runs changes the digest, and the part of the file that changed",
  async () => {
    const before = await bundleOf(BASE);
    const after = await bundleOf({
      ...BASE,
      "helper.ts": HELPER.replace("n * FACTOR", "n / FACTOR"),
    });
    assertNotEquals(after.digest, before.digest);
    const parts = (bundle: typeof before): Map<string, string> =>
      new Map(bundle.sources.map(({ path, partDigest }) => [path, partDigest]));
    assertNotEquals(parts(after).get("helper.ts"), parts(before).get("helper.ts"));
    assertEquals(parts(after).get("stage.ts"), parts(before).get("stage.ts"));
  },
);

Deno.test("what would be loaded at run time is refused by name", async () => {
  const wrong: Readonly<Record<string, string>> = {
    "computed import": "export const run = (c) => import(c.params.name);",
    "indirect require": "const ask = require; export const run = () => ({ x: ask('./a') });",
    "computed require": "export const run = (c) => ({ x: require(c.params.name) });",
    "node:fs": `import fs from "node:fs"; export const run = () => ({ x: fs.readFileSync("/x") });`,
    "https://example.com/x.js":
      `import x from "https://example.com/x.js"; export const run = () => x;`,
  };
  for (const [what, code] of Object.entries(wrong)) {
    const error = await assertRejects(() => bundleOf({ "stage.ts": code }), Error);
    const word = / (import|require)$/.exec(what)?.[1] ?? what;
    assert(error.message.includes(word), error.message);
  }
});

Deno.test("a missing file is an error that names it", async () => {
  const code = `import { x } from "./nowhere.ts"; export const run = () => ({ x });`;
  const error = await assertRejects(() => bundleOf({ "stage.ts": code }), Error);
  assert(error.message.includes("nowhere.ts"), error.message);
});

Deno.test(
  "assets are part of the bundle: a script is bundled, a text taken as it is",
  async () => {
    const files = {
      "stage.ts": "export const run = ({ assets }) => ({ x: assets.script + assets.style });",
      "page.ts": `import { used } from "./helper.ts"; globalThis.answer = used(2); // gone`,
      "helper.ts": HELPER,
      "style.css": "body { margin: 0 } /* kept */",
    };
    const assets = { script: { script: "./page.ts" }, style: { text: "./style.css" } };
    const { code, sources } = await bundleOf(files, assets);
    assert(code.includes("/* kept */"));
    assert(!code.includes("// gone"));
    assertEquals(sources.map(({ path }) => path), [
      "helper.ts",
      "page.ts",
      "stage.ts",
      "style.css",
    ]);
  },
);

Deno.test("the address of a module is the path in its project, whatever file asks for it", async () => {
  const { code } = await bundleOf({
    "stage.ts": `import { address } from "./deep/helper.ts";
      export const run = () => ({ x: [import.meta.url, address] });`,
    "deep/helper.ts": "export const address = import.meta.url;",
  });
  const x = new Function(`${code}; return stage.run().x;`)();
  assertEquals(x, ["stage.ts", "stage.ts"]);
});
