/**
 * Two processes that find the same damage: here two engines, of which one is slow.
 *
 * @module
 */
import { assertEquals } from "@std/assert";
import type { Digest } from "../../lib/codec/digest.ts";
import { openEngine } from "../../lib/engine/open.ts";
import { definePipeline, type Node } from "../../lib/engine/graph.ts";
import { LocalStore } from "../../lib/store/local_store.ts";
import { objectPath } from "../../lib/store/objects.ts";
import { nodeOf, writeFiles } from "../support/one_stage.ts";
import { temporaryFolder } from "../support/temporary.ts";

/** A store that does not go on after finding damage before `mayGoOn`. */
class SlowStore extends LocalStore {
  readonly #mayGoOn: Promise<unknown>;
  /** Resolves once damage was found. */
  readonly found = Promise.withResolvers<void>();
  readonly removed: Digest[] = [];

  constructor(folder: string, mayGoOn: Promise<unknown>) {
    super(folder);
    this.#mayGoOn = mayGoOn;
  }

  override async readObject(digest: Digest): Promise<Uint8Array<ArrayBuffer>> {
    try {
      return await super.readObject(digest);
    } catch (error) {
      this.found.resolve();
      await this.#mayGoOn;
      throw error;
    }
  }

  override async quarantineObject(digest: Digest): Promise<void> {
    this.removed.push(digest);
    await super.quarantineObject(digest);
  }
}

Deno.test(
  "an artifact that another process has made good is neither set aside nor made again",
  async () => {
    await using folder = await temporaryFolder();
    const { path: root } = folder;
    await writeFiles(root, {
      "first.ts": "export const run = () => ({ x: [1, 2, 3] });",
      "second.ts": "export const run = ({ inputs, params }) => ({ x: [inputs.x, params.n] });",
    });
    const n = { type: "number", default: 0, description: "a number" } as const;
    const second: Node = {
      ...nodeOf(root, "second", { inputs: { x: "numbers" }, params: { n } }),
      inputs: { x: { node: "first", output: "x" } },
    };
    const pipeline = definePipeline([nodeOf(root, "first"), second]);
    const artifacts = `${root}/artifacts`;
    using engine = openEngine({ pipeline, root });
    const { stages: [first] } = await engine.run();
    if (first?.state !== "ran") throw new Error(`first is ${first?.state}`);
    const object = `${artifacts}/${objectPath(first.outputs["x"]!.digest)}`;
    const bytes = await Deno.readFile(object);
    await Deno.writeFile(object, bytes.map((byte) => byte ^ 1));

    const isRepaired = Promise.withResolvers<void>();
    using store = new SlowStore(artifacts, isRepaired.promise);
    using slow = openEngine({ pipeline, root }, store);
    const slowRun = slow.run({ params: { second: { n: 1 } } });
    await store.found.promise;
    const { stages: [repaired] } = await engine.run({ params: { second: { n: 2 } } });
    assertEquals(repaired?.state, "ran");
    isRepaired.resolve();

    const { stages, outcome } = await slowRun;
    assertEquals(outcome, "ok");
    assertEquals(stages.map(({ name, state }) => `${name} ${state}`), ["first hit", "second ran"]);
    assertEquals(store.removed, []);
    assertEquals(await Deno.readFile(object), bytes);
  },
);
