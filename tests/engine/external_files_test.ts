/**
 * Files outside the code that a stage reads: the bytes that are executed on are the bytes that were
 * hashed, or nothing is executed.
 *
 * @module
 */
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import type { Engine } from "../../lib/engine/engine.ts";
import { definePipeline } from "../../lib/engine/graph.ts";
import { openEngine } from "../../lib/engine/open.ts";
import type { RunEvent } from "../../lib/engine/result.ts";
import { MemoryStore } from "../../lib/store/memory_store.ts";
import { nodeOf, writeFiles } from "../support/one_stage.ts";
import { temporaryFolder } from "../support/temporary.ts";

const CODE = `export const run = ({ files }) => ({
  x: Object.entries(files).map(([role, bytes]) => role + " " + new TextDecoder().decode(bytes)),
});`;

/** An engine on a stage that reads two files. */
async function withFiles(
  work: (engine: Engine, root: string, store: MemoryStore) => Promise<void>,
): Promise<void> {
  await using folder = await temporaryFolder();
  const root = folder.path;
  await writeFiles(root, { "one.ts": CODE, "a.txt": "A", "b.txt": "B" });
  const files = () => ({ first: "a.txt", second: "b.txt" });
  const pipeline = definePipeline([nodeOf(root, "one", { files, retries: 1 })]);
  using store = new MemoryStore();
  using engine = openEngine({ pipeline, root }, store);
  await work(engine, root, store);
}

Deno.test("a stage is given the bytes of its files by role", async () => {
  await withFiles(async (engine) => {
    const { stages: [stage] } = await engine.run();
    assert(stage?.state === "ran");
    assertEquals(await engine.read(stage.outputs["x"]!), ["first A", "second B"]);
  });
});

Deno.test("a file that changes between hashing and reading fails the stage, and leaves no record", async () => {
  await withFiles(async (engine, root, store) => {
    const events: RunEvent[] = [];
    const observe = (event: RunEvent): void => {
      events.push(event);
      if (event.type === "stage-started") Deno.writeTextFileSync(`${root}/b.txt`, "C");
    };
    const { stages: [stage], outcome } = await engine.run({ observe });
    assert(stage?.state === "failed");
    assertEquals([outcome, stage.error.kind], ["failed", "environment"]);
    assertStringIncludes(
      stage.error.message,
      `File "${root}/b.txt" of stage "one" changed while the run was going on`,
    );
    assertEquals(store.allRecords(), []);
    const { stages: [again] } = await engine.run();
    assert(again?.state === "ran");
    assertEquals(await engine.read(again.outputs["x"]!), ["first A", "second C"]);
  });
});

Deno.test("a file that has changed back by the next try is as good as unchanged", async () => {
  await withFiles(async (engine, root) => {
    const observe = ({ type }: RunEvent): void => {
      if (type === "stage-started") Deno.writeTextFileSync(`${root}/b.txt`, "C");
      if (type === "stage-retry") Deno.writeTextFileSync(`${root}/b.txt`, "B");
    };
    const { stages: [stage] } = await engine.run({ observe });
    assert(stage?.state === "ran");
    assertEquals(await engine.read(stage.outputs["x"]!), ["first A", "second B"]);
    assertEquals((await engine.run()).stages[0]?.state, "hit");
  });
});
