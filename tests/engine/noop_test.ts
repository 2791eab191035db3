/**
 * What a run that finds nothing to do leaves alone, by counts and bytes.
 *
 * @module
 */
import { assert, assertEquals } from "@std/assert";
import { walk } from "@std/fs";
import { definePipeline, type Node } from "../../lib/engine/graph.ts";
import { openEngine } from "../../lib/engine/open.ts";
import { nodeOf, writeFiles } from "../support/one_stage.ts";
import { TestProject } from "../support/project.ts";
import { temporaryFolder } from "../support/temporary.ts";

/** A file that has just changed is read again the next time, see `file_digests.ts`. */
const SETTLING_MS = 1300;
const settle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, SETTLING_MS));

/** Counts who opens or reads files and who starts workers while `work` goes on. */
async function watched(work: () => Promise<unknown>): Promise<string[]> {
  const seen: string[] = [];
  const { Worker } = globalThis;
  const { open, openSync, readFile, readFileSync, readTextFile } = Deno;
  const noting =
    <A extends readonly unknown[], R>(name: string, call: (...args: A) => R) => (...args: A): R => {
      seen.push(`${name} ${args[0]}`);
      return call(...args);
    };
  globalThis.Worker = class extends Worker {
    constructor(...args: ConstructorParameters<typeof Worker>) {
      seen.push(`worker ${args[1]?.name}`);
      super(...args);
    }
  };
  Deno.open = noting("open", open);
  Deno.openSync = noting("open", openSync);
  Deno.readFile = noting("read", readFile);
  Deno.readFileSync = noting("read", readFileSync);
  Deno.readTextFile = noting("read", readTextFile);
  try {
    await work();
  } finally {
    globalThis.Worker = Worker;
    Object.assign(Deno, { open, openSync, readFile, readFileSync, readTextFile });
  }
  return seen;
}

/** `second` takes what `first` gives; both read the same module beside their own. */
function twoNodes(root: string): Node[] {
  const second = nodeOf(root, "second", { inputs: { x: "a number" } });
  return [
    nodeOf(root, "first", { files: () => ({ extra: "extra.txt" }) }),
    { ...second, inputs: { x: { node: "first", output: "x" } } },
  ];
}

const FILES = {
  "one.ts": "export const one: number = 1;",
  "first.ts": 'import { one } from "./one.ts"; export const run = () => ({ x: one });',
  "second.ts":
    'import { one } from "./one.ts"; export const run = ({ inputs }) => ({ x: inputs.x + one });',
  "extra.txt": "extra",
};

Deno.test(
  "a run of hits opens no file, starts no worker and no bundler; a plan neither",
  async () => {
    await using folder = await temporaryFolder();
    await writeFiles(folder.path, FILES);
    await settle();
    using engine = openEngine({
      pipeline: definePipeline(twoNodes(folder.path)),
      root: folder.path,
    });
    const first = await watched(() => engine.run());
    const workers = first.filter((what) => what.startsWith("worker"));
    assertEquals(workers, ["worker bundler", "worker first", "worker second"]);
    assert(first.includes(`read ${folder.path}/extra.txt`), "the watch sees what is read");

    // The bundler read the sources; the next run reads them once more, for the memo of files.
    await engine.run();
    const second = await watched(async () => {
      const { stages } = await engine.run();
      assertEquals(stages.map(({ state }) => state), ["hit", "hit"]);
    });
    assertEquals(second, []);
    assertEquals(await watched(() => engine.plan()), []);
  },
);

Deno.test("a run of hits looks at each file once, however many stages share it", async () => {
  await using folder = await temporaryFolder();
  await writeFiles(folder.path, FILES);
  await settle();
  using engine = openEngine({
    pipeline: definePipeline(twoNodes(folder.path)),
    root: folder.path,
  });
  await engine.run();
  const { statSync } = Deno;
  const looks: string[] = [];
  Deno.statSync = (path) => {
    looks.push(String(path));
    return statSync(path);
  };
  try {
    await engine.run();
  } finally {
    Deno.statSync = statSync;
  }
  const own = looks.filter((path) => path.startsWith(`${folder.path}/`));
  assertEquals(own.length, new Set(own).size, own.join("\n"));
  for (const name of Object.keys(FILES)) assert(own.includes(`${folder.path}/${name}`), name);
});

Deno.test("a no-op of the command line reads no artifact: other bytes of the same size pass", async () => {
  await using project = await TestProject.create();
  await project.run();
  let objects = 0;
  for await (const { path } of walk(`${project.root}/artifacts/objects`, { includeDirs: false })) {
    const { size } = await Deno.stat(path);
    await Deno.writeFile(path, new Uint8Array(size).fill(0xc1));
    objects += 1;
  }
  assertEquals(objects, 4);
  assertEquals(await project.executed(), [], "nothing was read, so nothing was missed");
  const { code } = await project.cli("verify");
  assertEquals(code, 4, "verify does read them");
});

Deno.test("a no-op of the command line writes no run, record, object or lock", async () => {
  await using project = await TestProject.create();
  await settle();
  await project.run();
  await project.run();
  const listing = async (): Promise<string[]> => {
    const found: string[] = [];
    for await (const { path, isFile } of walk(`${project.root}/artifacts`)) {
      const { mtime, size } = await Deno.stat(path);
      found.push(`${path} ${isFile ? size : ""} ${mtime?.getTime()}`);
    }
    return found.sort();
  };
  const before = await listing();
  assertEquals(await project.executed(), []);
  assertEquals(await listing(), before);
});
