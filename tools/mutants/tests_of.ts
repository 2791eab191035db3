/**
 * Which test files to run for a source file: those of the same module that reach it by imports, and
 * those of other modules that import it themselves. Nearest first.
 *
 * @module
 */
import { walk } from "@std/fs";
import { importsOf } from "../../tests/support/rooms.ts";

/** Importers by the file that they import; paths are relative to the project. */
export type Importers = ReadonlyMap<string, readonly string[]>;

/** Tests that need a browser, an emulator, or hours are not for a single change. */
const LEFT_OUT = /^tests\/(arm64|browser|faults)\//;
/** These start the program in a process of its own, so they reach all that it imports. */
const STARTERS = ["tests/support/project.ts", "tests/support/task.ts"];

/** Reads the imports of all sources and tests below `root`. */
export async function readImporters(root: string): Promise<Importers> {
  const importers = new Map<string, string[]>();
  const add = (to: string, from: string) => importers.set(to, [...importers.get(to) ?? [], from]);
  for (const file of await typeScriptFiles(root)) {
    for (const { to } of await importsOf(file, root)) add(to, file);
    for (const to of await workersOf(file, root)) add(to, file);
  }
  for (const starter of STARTERS) add("pipeline.ts", starter);
  return importers;
}

/**
 * Test files for a source file: the one that has its name first, then one that has a word of its name,
 * then by distance and path. Those that start the program in a process of its own are slow and last.
 */
export function testsOf(file: string, importers: Importers): string[] {
  const distances = distancesTo(file, importers);
  const [, module, name = ""] = /^lib\/([^/]+)\/.*?([^/]+)\.ts$/.exec(file) ?? [];
  const namesakes = [name, ...name.split("_")].map((word) => `tests/${module}/${word}_test.ts`);
  const rank = (test: string): number => {
    if (test === namesakes[0]) return 0;
    if (namesakes.includes(test)) return 0.5;
    return distances.get(test)! + (test.endsWith("process_test.ts") ? distances.size : 0);
  };
  return [...distances.keys()]
    .filter((test) => test.endsWith("_test.ts") && !LEFT_OUT.test(test))
    .filter((test) => test.startsWith(`tests/${module}/`) || distances.get(test) === 1)
    .sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1));
}

/** By file, how many imports lead from it to `target`. */
function distancesTo(target: string, importers: Importers): Map<string, number> {
  const distances = new Map([[target, 0]]);
  // A map is walked in the order of insertion, and what is inserted meanwhile is walked too.
  for (const [file, distance] of distances) {
    for (const importer of importers.get(file) ?? []) {
      if (!distances.has(importer)) distances.set(importer, distance + 1);
    }
  }
  return distances;
}

async function typeScriptFiles(root: string): Promise<string[]> {
  const files: string[] = [];
  const skip = [/\/(node_modules|artifacts|coverage|\.git)\b/];
  for await (const { path } of walk(root, { exts: [".ts"], includeDirs: false, skip })) {
    files.push(path.slice(root.length + 1).replaceAll("\\", "/"));
  }
  return files;
}

/** Modules that a file starts as workers. */
async function workersOf(file: string, root: string): Promise<string[]> {
  const text = await Deno.readTextFile(`${root}/${file}`);
  return [...text.matchAll(/new URL\("(\.[^"]+\.ts)", import\.meta\.url\)/g)]
    .map(([, path]) => new URL(path!, `file:///${file}`).pathname.slice(1));
}
