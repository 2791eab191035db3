/**
 * The architecture of `docs/architecture.md`, held against the code: who may import whom, no cycles,
 * what may be on the way to a sandbox, and that nothing in the tree names this machine.
 *
 * @module
 */
import { assert, assertEquals, assertThrows } from "@std/assert";
import { REPOSITORY } from "./support/project.ts";
import { importsOf, parseRooms, roomOf, sourceFiles } from "./support/rooms.ts";

const rooms = parseRooms(await Deno.readTextFile(`${REPOSITORY}/docs/architecture.md`));
/** What is executed for people, and what measures and tests that. */
const files = ["pipeline.ts", ...await sourceFiles("examples", "lib", "stages")];
const helpers = await sourceFiles("bench", "tests", "tools");
const imports = (await Promise.all(files.map((file) => importsOf(file)))).flat();
const helpersImports = (await Promise.all(helpers.map((file) => importsOf(file)))).flat();

Deno.test("the import reader sees what is there", () => {
  assert(
    files.length > 100 && imports.length > 300,
    `${files.length} files, ${imports.length} imports`,
  );
  assert(helpers.length > 100, `${helpers.length} files`);
  assert(imports.some(({ from, to }) => from === "pipeline.ts" && to === "stages/train.ts"));
  assert(
    imports.some(({ from, to }) =>
      from === "lib/engine/one_run.ts" && to === "lib/engine/executor.ts"
    ),
  );
});

Deno.test("rooms import only what the table of docs/architecture.md allows", () => {
  const wrong = [...imports, ...helpersImports].filter(({ from, to }) =>
    roomOf(to) !== roomOf(from) && rooms.get(roomOf(from))?.(to) !== true
  );
  assertEquals(wrong, []);
});

Deno.test("every file stands in a room of the table, and every room has files", () => {
  const found = new Set([...files, ...helpers].map(roomOf));
  assertEquals([...found].toSorted(), [...rooms.keys()].toSorted());
});

Deno.test("the table is read as people read it", () => {
  const table = parseRooms(`
| room    | what lives there | may import                             |
| ------- | ---------------- | -------------------------------------- |
| \`lib/a/\` | first         | \`lib/b/\`, \`lib/c/one.ts\`, \`package\` |
| \`lib/b/\` | second        | nothing                                |
| \`tests/\` | third         | everything but \`bench/\`              |
`);
  const allowed = (room: string): string[] =>
    ["lib/b/x.ts", "lib/c/one.ts", "lib/c/two.ts", "package", "bench/x.ts"]
      .filter((target) => table.get(room)?.(target));
  assertEquals([...table.keys()].map(allowed), [
    ["lib/b/x.ts", "lib/c/one.ts", "package"],
    [],
    ["lib/b/x.ts", "lib/c/one.ts", "lib/c/two.ts", "package"],
  ]);
  for (const cell of ["", "some"]) {
    const text = `\n| room | what lives there | may import |\n|-|-|-|\n| \`x/\` | y | ${cell} |\n`;
    assertThrows(() => parseRooms(text), Error, "Not understood");
  }
});

Deno.test("stages know each other by their types at most", async () => {
  for (
    const { from, to } of imports.filter(({ from, to }) =>
      roomOf(from).endsWith("stages/") && roomOf(to) === roomOf(from)
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
  for (const room of ["lib/data/", "lib/ml/", "lib/report/", "examples/*/lib/"]) {
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
  for (const file of files.filter((path) => roomOf(path) === "lib/ml/")) {
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
