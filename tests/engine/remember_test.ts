/**
 * The memo of files and code saves time and decides nothing, so a run does not depend on writing it.
 *
 * @module
 */
import { assertEquals, assertRejects } from "@std/assert";
import { EnvironmentError } from "../../lib/engine/errors.ts";
import { definePipeline } from "../../lib/engine/graph.ts";
import { openEngine } from "../../lib/engine/open.ts";
import { MemoryStore } from "../../lib/store/memory_store.ts";
import { nodeOf, writeFiles } from "../support/one_stage.ts";
import { temporaryFolder } from "../support/temporary.ts";

/** A store that keeps no memos, but throws. */
class ForgetfulStore extends MemoryStore {
  readonly #error: Error;

  constructor(error: Error) {
    super();
    this.#error = error;
  }

  override putMemos(): void {
    throw this.#error;
  }
}

/** Runs one stage twice on this store; its states. */
async function runTwice(store: MemoryStore): Promise<(string | undefined)[]> {
  await using folder = await temporaryFolder();
  const root = folder.path;
  await writeFiles(root, { "one.ts": "export const run = () => ({ x: 1 });" });
  using engine = openEngine({ pipeline: definePipeline([nodeOf(root, "one")]), root }, store);
  const states = [];
  for (let i = 0; i < 2; i++) states.push((await engine.run()).stages[0]?.state);
  return states;
}

Deno.test("a run goes well where the memo cannot be written, and the next one is a hit", async () => {
  using store = new ForgetfulStore(new EnvironmentError("read-only"));
  assertEquals(await runTwice(store), ["ran", "hit"]);
});

Deno.test("a slip in the code is not taken for a memo that cannot be written", async () => {
  using store = new ForgetfulStore(new TypeError("a slip"));
  await assertRejects(() => runTwice(store), TypeError, "a slip");
});
