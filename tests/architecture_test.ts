/**
 * The architecture of `docs/architecture.md`, held against the code: who may import whom, no cycles,
 * what may be on the way to a sandbox, and that nothing in the tree names this machine.
 *
 * @module
 */
import { assert, assertEquals } from "@std/assert";
import { walk } from "@std/fs";
import { REPOSITORY } from "./support/project.ts";

/** What each room may import, beside itself. A room is a folder or a file at the top level. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  "pipeline.ts": ["lib/cli", "lib/engine", "lib/onnx", "lib/report", "stages"],
  "stages": ["lib/engine/stage.ts", "lib/data", "lib/ml", "lib/report"],
  "examples/pipeline.ts": ["lib/cli", "lib/engine", "examples/stages"],
  "examples/stages": ["lib/engine/stage.ts", "examples/lib"],
  "examples/lib": [],
  "lib/cli": ["lib/engine", "lib/codec", "@std/cli", "@std/fs"],
  "lib/engine": ["lib/store", "lib/codec", "esbuild-wasm", "@jridgewell/sourcemap-codec"],
  "lib/store": ["lib/codec"],
  "lib/codec": ["@msgpack/msgpack"],
  "lib/data": ["lib/codec/value.ts"],
  "lib/ml": [],
  "lib/onnx": ["lib/data"],
  "lib/predict.ts": ["lib/data", "lib/ml"],
  "lib/results.ts": ["lib/engine"],
  "lib/report": ["lib/data", "lib/ml", "lib/codec/value.ts", "lib/codec/npy.ts", "fflate", "uplot"],
  "lib/std": ["deno-std/assert", "deno-std/parse_args"],
};

/** Modules that Deno builds in, by the room that may use them. */
const BUILT_IN: Readonly<Record<string, readonly string[]>> = {
  "lib/store": ["node:sqlite"],
  "lib/engine": ["node:module"],
  "lib/std": ["node:path", "node:url"],
};

interface Import {
  readonly from: string;
  readonly to: string;
}

async function sourceFiles(): Promise<string[]> {
  const files = [`${REPOSITORY}/pipeline.ts`];
  for (const folder of ["examples", "lib", "stages"]) {
    const found = walk(`${REPOSITORY}/${folder}`, { exts: [".ts"], skip: [/\/artifacts\//] });
    for await (const { path } of found) {
      files.push(path);
    }
  }
  return files.filter((path) => !path.endsWith(".d.ts")).map((path) =>
    path.slice(REPOSITORY.length + 1)
  );
}

/** All imports, type imports included; examples in comments do not count. */
async function importsOf(file: string): Promise<Import[]> {
  const text = (await Deno.readTextFile(`${REPOSITORY}/${file}`)).replaceAll(/\/\*[^]*?\*\//g, "");
  const found = text.matchAll(
    /(?:^|\n)\s*(?:import|export)\b[^;"]*?from\s*"([^"]+)"|\bimport\(\s*"([^"]+)"/g,
  );
  return [...found].map(([, named, dynamic]) => {
    const specifier = named ?? dynamic!;
    if (!specifier.startsWith(".")) return { from: file, to: specifier };
    const url = new URL(specifier, `file:///${file}`);
    return { from: file, to: url.pathname.slice(1) };
  });
}

function roomOf(path: string): string {
  if (path.startsWith("lib/")) return path.split("/").slice(0, 2).join("/");
  if (path.startsWith("examples/")) {
    return `examples/${path.split("/")[2]}`;
  }
  return path.startsWith("stages/") ? "stages" : path;
}

const files = await sourceFiles();
const imports = (await Promise.all(files.map(importsOf))).flat();

Deno.test("the import reader sees what is there", () => {
  assert(
    files.length > 100 && imports.length > 300,
    `${files.length} files, ${imports.length} imports`,
  );
  assert(imports.some(({ from, to }) => from === "pipeline.ts" && to === "stages/train.ts"));
  assert(
    imports.some(({ from, to }) =>
      from === "lib/engine/one_run.ts" && to === "lib/engine/executor.ts"
    ),
  );
});

Deno.test("rooms import only the rooms below them", () => {
  const wrong = imports.filter(({ from, to }) => {
    const room = roomOf(from);
    if (roomOf(to) === room) return false;
    const allowed = [...MAY_IMPORT[room] ?? [], ...BUILT_IN[room] ?? []];
    return !allowed.some((target) => to === target || roomOf(to) === target);
  });
  assertEquals(wrong, []);
});

Deno.test("every file stands in a room", () => {
  assertEquals(files.filter((file) => !(roomOf(file) in MAY_IMPORT)), []);
});

Deno.test("stages know each other by their types at most", async () => {
  for (
    const { from, to } of imports.filter(({ from, to }) =>
      roomOf(from).endsWith("stages") && roomOf(to) === roomOf(from)
    )
  ) {
    const text = await Deno.readTextFile(`${REPOSITORY}/${from}`);
    assert(
      new RegExp(`import type [^;]*${to.replace(/.*\//, "")}`).test(text),
      `${from} imports ${to}`,
    );
  }
});

Deno.test("there is no import cycle, type imports included", () => {
  const targets = Map.groupBy(imports, ({ from }) => from);
  const done = new Set<string>();
  const visit = (file: string, path: readonly string[]): void => {
    assert(!path.includes(file), `cycle: ${[...path.slice(path.indexOf(file)), file].join(" → ")}`);
    if (done.has(file)) return;
    for (const { to } of targets.get(file) ?? []) visit(to, [...path, file]);
    done.add(file);
  };
  for (const file of files) visit(file, []);
});

Deno.test("nothing that a stage reaches imports @std or touches Deno", async () => {
  const targets = Map.groupBy(imports, ({ from }) => from);
  const reached = new Set<string>();
  const visit = (file: string): void => {
    if (reached.has(file)) return;
    reached.add(file);
    for (const { to } of targets.get(file) ?? []) visit(to);
  };
  for (const room of ["lib/data", "lib/ml", "lib/report", "examples/lib"]) {
    for (const file of files) if (roomOf(file) === room) visit(file);
  }
  for (const file of reached) {
    assert(!file.startsWith("@std/") && !file.startsWith("lib/std/"), file);
    if (!file.endsWith(".ts")) continue;
    const code = (await Deno.readTextFile(`${REPOSITORY}/${file}`)).replaceAll(
      /\/\*[^]*?\*\/|\/\/.*/g,
      "",
    );
    assert(!/\bDeno\./.test(code), `${file} uses Deno`);
  }
});

Deno.test("inexact functions of Math and ** are nowhere in lib/ml", async () => {
  const inexact =
    /\bMath\.(?!abs|ceil|clz32|floor|fround|imul|max|min|round|sign|sqrt|trunc)[a-z]\w*|\*\*/;
  for (const file of files.filter((path) => roomOf(path) === "lib/ml")) {
    const text = await Deno.readTextFile(`${REPOSITORY}/${file}`);
    const code = text.replaceAll(/\/\*[^]*?\*\/|\/\/.*/g, "");
    assertEquals(inexact.exec(code)?.[0], undefined, file);
  }
});

Deno.test("nothing sorts by language", async () => {
  for (const file of files.filter((path) => !path.startsWith("lib/engine/sandbox/"))) {
    const text = await Deno.readTextFile(`${REPOSITORY}/${file}`);
    const code = text.replaceAll(/\/\*[^]*?\*\/|\/\/.*/g, "");
    assert(!/localeCompare|toLocale/.test(code), file);
  }
});

Deno.test("every file opens with what it does", async () => {
  for (const file of files) {
    const text = await Deno.readTextFile(`${REPOSITORY}/${file}`);
    assert(
      /^((\/\/ deno-lint|\/\/\/ <reference)[^\n]*\n)*\/\*\*\n[^]*?@module\n \*\/\n/.test(text),
      file,
    );
  }
});

Deno.test("every export has a description", async () => {
  const bare: string[] = [];
  for (const file of files) {
    const lines = (await Deno.readTextFile(`${REPOSITORY}/${file}`)).split("\n");
    lines.forEach((line, i) => {
      const isDeclaration =
        /^export (default |async |abstract )*(function|class|const|let|interface|type) [\w$]/.test(
          line,
        );
      let above = i - 1;
      while (/^\s*\/\/ deno-lint/.test(lines[above] ?? "")) above -= 1;
      if (isDeclaration && !/\*\/\s*$/.test(lines[above] ?? "")) bare.push(`${file}:${i + 1}`);
    });
  }
  assertEquals(bare, []);
});
