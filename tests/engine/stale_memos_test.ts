/**
 * Memos of files that are gone: forgotten by collections, and by runs once they pile up.
 *
 * @module
 */
import { assert, assertEquals } from "@std/assert";
import { definePipeline } from "../../lib/engine/graph.ts";
import { openEngine } from "../../lib/engine/open.ts";
import { LocalStore } from "../../lib/store/local_store.ts";
import type { FileMemo } from "../../lib/store/store.ts";
import { nodeOf, writeFiles } from "../support/one_stage.ts";
import { temporaryFolder } from "../support/temporary.ts";

const MEMO = { dev: 1, ino: 2, sizeBytes: 3, mtimeMs: 4, ctimeMs: 5, sha256: "", readAtMs: 6 };

function memosOf(name: string, count: number): FileMemo[] {
  return Array.from({ length: count }, (_, i) => ({ path: `${name}/${i}.txt`, ...MEMO }));
}

/** Waits until a file that has just been written is settled, see `file_digests.ts`. */
const settle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 1300));

Deno.test("case 8: gc forgets memos of files that are gone, and of code whose sources are", async () => {
  await using folder = await temporaryFolder();
  const { path: root } = folder;
  await writeFiles(root, {
    "stage.ts": "export const run = () => ({ x: 1 });",
    "kept.txt": "kept",
    "folder/file.txt": "a folder is no file",
  });
  await settle();
  using engine = openEngine({ pipeline: definePipeline([nodeOf(root, "stage")]), root });
  await engine.run();
  using store = new LocalStore(`${root}/artifacts`);
  const [[module, states]] = [...store.memos().code] as [[string, Record<string, unknown>[]]];
  const sources = ["stage.ts", "gone.ts"].map((path) => ({ path, textDigest: "" }));
  const gone = { ...states[0], sources };
  const code = new Map([["gone", [gone]], ["half", [gone, states[0]]], ["odd", { a: 1 }]]);
  store.putMemos(
    [...memosOf("old", 5), { path: "kept.txt", ...MEMO }, { path: "folder", ...MEMO }],
    code,
  );
  await engine.gc();
  const memos = store.memos();
  const kept = [...memos.files.keys()].filter((path) => !/stage\.ts|package\.json/.test(path));
  assertEquals(kept, ["kept.txt"]);
  // Nothing is known of an odd one; a state that can come back is enough.
  assertEquals([...memos.code.keys()].toSorted(), [module, "half", "odd"].toSorted());
  await engine.gc({ dryRun: true });
});

Deno.test("a dry run forgets no memo", async () => {
  await using folder = await temporaryFolder();
  const { path: root } = folder;
  using engine = openEngine({ pipeline: definePipeline([]), root });
  using store = new LocalStore(`${root}/artifacts`);
  await store.prepareForWriting();
  store.putMemos(memosOf("old", 5), new Map());
  await engine.gc({ dryRun: true });
  assertEquals(store.memos().files.size, 5);
});

Deno.test("case 8: a run that writes memos forgets those of files that are gone once they pile up, and no others", async () => {
  await using folder = await temporaryFolder();
  const { path: root } = folder;
  const files = Object.fromEntries(memosOf("there", 20).map(({ path }) => [path, ""]));
  await writeFiles(root, { "stage.ts": "export const run = () => ({ x: 1 });", ...files });
  await settle();
  using engine = openEngine({ pipeline: definePipeline([nodeOf(root, "stage")]), root });
  using store = new LocalStore(`${root}/artifacts`);
  await store.prepareForWriting();
  store.putMemos([...memosOf("there", 20), ...memosOf("gone", 900)], new Map());
  await engine.run();
  assert(store.memos().files.size >= 920, "that is not many");
  store.putMemos(memosOf("gone", 2000), new Map());
  await Deno.writeTextFile(`${root}/stage.ts`, "export const run = () => ({ x: 2 });");
  await settle();
  await engine.run();
  const kept = [...store.memos().files.keys()];
  assertEquals(kept.filter((path) => path.startsWith("there/")).length, 20);
  assertEquals(kept.filter((path) => path.startsWith("gone/")).length, 0);
  assertEquals(kept.includes("stage.ts"), true);
});
