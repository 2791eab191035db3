/**
 * A checkout with CRLF makes the same bundles as one with LF.
 *
 * @module
 */
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { Bundler } from "../../lib/engine/code/bundler.ts";
import { nodeOf, writeFiles } from "../support/one_stage.ts";
import { REPOSITORY } from "../support/project.ts";
import { temporaryFolder } from "../support/temporary.ts";

const FILES = {
  "stage.ts": `import data from "./data.json" with { type: "json" };
import { word } from "./word.js";
// A comment
// on two lines.
const lines = \`one
two\`;
const raw = String.raw\`one\\
two\`;
const continued = "one\\
two";
export const run = ({ assets }) => ({ x: [
  lines, raw, continued, data, word, assets,
] });
`,
  "data.json": `{\n  "a": [\n    1,\n    "two"\n  ]\n}\n`,
  "word.js": `export const word = /a/u.exec("a")\n  ?.[0]; export function unused() {}\n`,
  "style.css": "body {\n  margin: 0;\n}\n",
  "page.ts": "globalThis.page = `one\ntwo`;\n",
};
const ASSETS = { style: { text: "./style.css" }, page: { script: "./page.ts" } };

async function bundled(files: Readonly<Record<string, string>>) {
  await using folder = await temporaryFolder();
  await writeFiles(folder.path, files);
  using bundler = new Bundler(folder.path);
  return await bundler.stage(nodeOf(folder.path, "stage", { assets: ASSETS }).stage);
}

Deno.test("CRLF in modules, JSON, scripts and texts makes the bundle that LF makes", async () => {
  const unix = await bundled(FILES);
  const dos = await bundled(
    Object.fromEntries(
      Object.entries(FILES).map(([path, text]) => [path, text.replaceAll("\n", "\r\n")]),
    ),
  );
  assertEquals(dos.code, unix.code);
  assertEquals(dos.digest, unix.digest);
  assertEquals(
    dos.sources.map(({ partDigest }) => partDigest),
    unix.sources.map((s) => s.partDigest),
  );
  assertStringIncludes(unix.code, "body {\n  margin: 0;\n}\n");
});

Deno.test("a CR that ends no line with an LF is kept", async () => {
  const { code } = await bundled({ ...FILES, "style.css": "a\rb" });
  assertStringIncludes(code, String.raw`a\rb`);
});

Deno.test(".gitattributes names every kind of file in the repository: text with LF, or binary", async () => {
  const text = await Deno.readTextFile(`${REPOSITORY}/.gitattributes`);
  const lines = text.split("\n").filter((line) => line !== "" && !line.startsWith("#"));
  assertEquals(lines[0], "* text=auto eol=lf");
  const binary = lines.slice(1).map((line) => /^\*(\.\w+) binary$/.exec(line)?.[1]);
  for (const ending of [".png", ".webp", ".msgpack", ".gz", ".wasm"]) {
    assert(binary.includes(ending), `${ending} in ${lines.join("; ")}`);
  }
});
