/**
 * However a stage is declared, the declaration is not in its bundle: what its texts say runs nothing.
 *
 * @module
 */
import { assert, assertEquals } from "@std/assert";
import { Bundler } from "../../lib/engine/code/bundler.ts";
import { withPureDeclarations } from "../../lib/engine/code/pure_declarations.ts";
import { nodeOf, writeFiles } from "../support/one_stage.ts";
import { REPOSITORY } from "../support/project.ts";
import { temporaryFolder } from "../support/temporary.ts";

const ENGINE = `"${REPOSITORY}/lib/engine/stage.ts"`;
const IMPORT = `import { defineStage, type Stage } from ${ENGINE};`;
/** What is declared; the texts stand at `TEXT`. */
const DEFINITION = `{ module: import.meta.url, name: "stage", description: "TEXT", inputs: {},
  params: { n: { type: "integer", default: 1, description: "TEXT" } }, outputs: { x: "TEXT" }, run }`;

const FORMS: Readonly<Record<string, string>> = {
  "as a constant": `${IMPORT} export const stage = defineStage(${DEFINITION});`,
  "as the default export": `${IMPORT} export default defineStage(${DEFINITION});`,
  "with a type annotation":
    `${IMPORT} export const stage: Stage<object, object, object> = defineStage(${DEFINITION});`,
  "with type arguments":
    `${IMPORT} export const s = defineStage<object, object, object>(${DEFINITION});`,
  "in parentheses": `${IMPORT} export const stage = (defineStage(${DEFINITION}));`,
  "on two lines": `${IMPORT} export const stage =\n  defineStage(\n${DEFINITION}\n);`,
  "with let": `${IMPORT} let stage = defineStage(${DEFINITION}); export { stage };`,
  "with var and a comment":
    `${IMPORT} export var stage = /* a stage */ defineStage(${DEFINITION});`,
  "as one of two": `${IMPORT} const a = 1, b = defineStage(${DEFINITION}); export { a, b };`,
  "with satisfies": `${IMPORT} export const s = defineStage(${DEFINITION}) satisfies object;`,
  "in a list": `${IMPORT} export const stages = [defineStage(${DEFINITION})];`,
  "in an object": `${IMPORT} export const stages = { one: defineStage(${DEFINITION}) };`,
  "under another name":
    `import { defineStage as d } from ${ENGINE}; export const stage = d(${DEFINITION});`,
  "by its module":
    `import * as e from ${ENGINE}; export const stage = e.defineStage(${DEFINITION});`,
  "under a name like a text":
    `import { "defineStage" as d } from ${ENGINE}; export const stage = d(${DEFINITION});`,
  "by a function": `${IMPORT} export const make = () => defineStage(${DEFINITION});`,
  "beside an enum":
    `${IMPORT} enum Kind { A = 1 }; export const stage = defineStage(${DEFINITION}); void Kind;`,
};
const RUN = "export const run = () => ({ x: 1 });\n";

Deno.test("texts of a declaration change no digest, in whatever form it is written", async () => {
  await using folder = await temporaryFolder();
  using bundler = new Bundler(folder.path);
  const bundled = async (declaration: string): Promise<string> => {
    await writeFiles(folder.path, { "stage.ts": RUN + declaration });
    return (await bundler.stage(nodeOf(folder.path, "stage").stage)).code;
  };
  for (const [form, declaration] of Object.entries(FORMS)) {
    const [one, other] = ["one text", "another"].map((text) =>
      declaration.replaceAll("TEXT", text)
    );
    const code = await bundled(one!);
    assert(!/one text|defineStage/.test(code), `${form}: ${code}`);
    assertEquals(await bundled(other!), code, form);
  }
});

Deno.test("what only looks like a declaration is left as it is", async () => {
  const text = `const page = \`\nexport const stage = defineStage({});\n\`;`;
  const sources = [
    `${IMPORT}\n${text}`,
    `${IMPORT}\n// export const stage = defineStage({});\n`,
    `function defineStage(x: number) { return x; }\nexport const stage = defineStage(1);`,
    `import { other } from "./defineStage.ts"; other.defineStage(); new Map().set("defineStage", 1);`,
    `${IMPORT} export function f(defineStage: () => void) { defineStage(); }`,
    `${IMPORT} this is no TypeScript`,
    "export const run = 1;",
  ];
  for (const source of sources) assertEquals(withPureDeclarations(source), source);

  await using folder = await temporaryFolder();
  await writeFiles(folder.path, {
    "stage.ts": `${IMPORT}\n${text}\nexport const run = () => ({ x: page });`,
  });
  using bundler = new Bundler(folder.path);
  const { code } = await bundler.stage(nodeOf(folder.path, "stage").stage);
  assert(code.includes("\nexport const stage = defineStage({});\n"), code);
});

Deno.test("what a module does when it is loaded stays, also beside a declaration", async () => {
  await using folder = await temporaryFolder();
  await writeFiles(folder.path, {
    "stage.ts":
      `${IMPORT} globalThis.a = 1; export const stage = defineStage(${DEFINITION});\n${RUN}`,
  });
  using bundler = new Bundler(folder.path);
  const { code } = await bundler.stage(nodeOf(folder.path, "stage").stage);
  assert(code.includes("globalThis.a=1"), code);
});
