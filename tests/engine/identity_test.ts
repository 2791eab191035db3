/**
 * What identifies a node holds all that its stage declares, not the first of it.
 *
 * @module
 */
import { assert, assertEquals } from "@std/assert";
import { artifactDigest } from "../../lib/codec/digest.ts";
import { CodeDigests } from "../../lib/engine/code/code_digests.ts";
import { FileDigests } from "../../lib/engine/file_digests.ts";
import type { AnyStage } from "../../lib/engine/graph.ts";
import { identifyAll } from "../../lib/engine/identity.ts";
import { keyOf } from "../../lib/engine/key.ts";
import { MemoryStore } from "../../lib/store/memory_store.ts";
import { nodeOf, writeFiles } from "../support/one_stage.ts";
import { temporaryFolder } from "../support/temporary.ts";

const BASE: Partial<AnyStage> = {
  inputs: { a: "", b: "" },
  outputs: { x: "", y: "" },
  net: () => ["a.example", "b.example"],
  files: () => ({ one: "1.txt", two: "2.txt" }),
};
/** Each changes what comes second or last, and nothing that comes first. */
const CHANGES: Readonly<Record<string, Partial<AnyStage>>> = {
  "nothing": {},
  "another second output": { outputs: { x: "", z: "" } },
  "a third output": { outputs: { x: "", y: "", z: "" } },
  "no second output": { outputs: { x: "" } },
  "another second input": { inputs: { a: "", c: "" } },
  "a third input": { inputs: { a: "", b: "", c: "" } },
  "another second host": { net: () => ["a.example", "c.example"] },
  "no second host": { net: () => ["a.example"] },
  "another second file": { files: () => ({ one: "1.txt", two: "3.txt" }) },
  "another second role": { files: () => ({ one: "1.txt", zwei: "2.txt" }) },
  "no second file": { files: () => ({ one: "1.txt" }) },
  "an asset": { assets: { t: { text: "./1.txt" } } },
  "a thread": { threads: () => 1, thread: () => {} },
};
/** What is no part of it. */
const SAME: Readonly<Record<string, Partial<AnyStage>>> = {
  "other texts": { description: "other", inputs: { b: "b", a: "a" }, outputs: { y: "y", x: "x" } },
  "hosts in another order": { net: () => ["b.example", "a.example"] },
  "tries and time": { retries: 3, timeoutMs: 1000 },
  "settings": { settings: { n: { type: "integer", default: 1, description: "" } } },
};

Deno.test("every part of a declaration makes another key; texts and settings do not", async () => {
  await using folder = await temporaryFolder();
  await writeFiles(folder.path, {
    "stage.ts": "export const run = () => ({}); export const thread = () => {};",
    "1.txt": "1",
    "2.txt": "2",
    "3.txt": "3",
  });
  const root = folder.path;
  const files = new FileDigests(root, new Map());
  using code = new CodeDigests(root, files, new MemoryStore(), new Map());
  const input = await artifactDigest(new Uint8Array(1));
  const keyWith = async (change: Partial<AnyStage>): Promise<string> => {
    const node = nodeOf(root, "stage", { ...BASE, ...change });
    const project = { root, files, code, [Symbol.dispose]: () => {} };
    const identity = await (await identifyAll([node], new Map(), project)).get("stage");
    assert(identity !== undefined);
    return await keyOf({ ...identity.parts, inputs: { a: input, b: input } });
  };
  const keys = new Map<string, string>();
  for (const [what, change] of Object.entries(CHANGES)) keys.set(await keyWith(change), what);
  assertEquals([...keys.values()], Object.keys(CHANGES), "all differ");
  for (const [what, change] of Object.entries(SAME)) {
    assertEquals(keys.get(await keyWith(change)), "nothing", what);
  }
});
