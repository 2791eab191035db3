/**
 * The row of a run: what it says of others that were running, and what it keeps of a failed stage.
 *
 * @module
 */
import { assertEquals } from "@std/assert";
import { definePipeline } from "../../lib/engine/graph.ts";
import { openEngine } from "../../lib/engine/open.ts";
import { pastRun } from "../../lib/engine/past_run.ts";
import { RunRow } from "../../lib/engine/run_row.ts";
import { MemoryStore } from "../../lib/store/memory_store.ts";
import type { StoredRun } from "../../lib/store/store.ts";
import { nodeOf, writeFiles } from "../support/one_stage.ts";
import { temporaryFolder } from "../support/temporary.ts";

const OTHER: StoredRun = {
  id: "other",
  startedAt: "2026",
  elapsedMs: null,
  outcome: "running",
  name: null,
  metrics: {},
  summary: null,
};

/** A store in which run "other" ends well between being seen as running and being asked for. */
class EndingStore extends MemoryStore {
  override peekRun(id: string): Promise<readonly string[] | null> {
    this.putRun({ ...OTHER, elapsedMs: 5, outcome: "ok", metrics: { loss: 0.5 } });
    return super.peekRun(id);
  }
}

Deno.test("a run that ends well while it is looked at keeps its row", async () => {
  using store = new EndingStore();
  store.putRun(OTHER);
  const events: unknown[] = [];
  const request = { observe: (event: unknown): void => void events.push(event) };
  const pipeline = definePipeline([]);
  const owner = (): Promise<string> => Promise.resolve("../pipeline.ts");
  using row = new RunRow({ store, request, settings: new Map(), pipeline, owner });
  await row.begin();
  const { outcome, elapsedMs, metrics } = (await store.history()).withId("other")!;
  assertEquals([outcome, elapsedMs, metrics], ["ok", 5, { loss: 0.5 }]);
  assertEquals(events, []);
});

Deno.test("of a failed stage's log the last 1,000 lines stay with the run", async () => {
  await using folder = await temporaryFolder();
  await writeFiles(folder.path, {
    "stage.ts": `export function run({ log }) {
      for (let line = 0; line < 1500; line++) log("line " + line);
      throw new Error("no");
    }`,
  });
  using store = new MemoryStore();
  const pipeline = definePipeline([nodeOf(folder.path, "stage")]);
  using engine = openEngine({ pipeline, root: folder.path }, store);
  await engine.run();
  const [stage] = pastRun(store.runs(1)[0]!).stages;
  const lines = stage?.log ?? [];
  assertEquals([lines.length, lines[0], lines.at(-1)], [1000, "line 500", "line 1499"]);
});
