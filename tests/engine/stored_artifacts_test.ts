/**
 * What is read of a store, and what becomes of damage that is found so.
 *
 * @module
 */
import { assertEquals, assertRejects } from "@std/assert";
import { artifactDigest, type Digest } from "../../lib/codec/digest.ts";
import { encodeArtifact } from "../../lib/codec/msgpack.ts";
import type { Engine } from "../../lib/engine/engine.ts";
import { EnvironmentError, IntegrityError } from "../../lib/engine/errors.ts";
import { definePipeline } from "../../lib/engine/graph.ts";
import { openEngine } from "../../lib/engine/open.ts";
import { MemoryStore } from "../../lib/store/memory_store.ts";
import type { StageRecord } from "../../lib/store/store.ts";
import { keyFor } from "../support/recorded.ts";

const VALUES = { one: { loss: 0.25 }, two: [1, 2], three: "three" } as const;
type Name = keyof typeof VALUES;

class RefusingStore extends MemoryStore {
  readonly refused = new Map<Digest, Error>();

  override readObject(digest: Digest): Promise<Uint8Array<ArrayBuffer>> {
    const error = this.refused.get(digest);
    return error === undefined ? super.readObject(digest) : Promise.reject(error);
  }
}

interface World extends Disposable {
  readonly engine: Engine;
  readonly store: RefusingStore;
  readonly digests: Readonly<Record<Name, Digest>>;
  readonly bytes: Readonly<Record<Name, Uint8Array<ArrayBuffer>>>;
}

/** A store with three objects. */
async function world(): Promise<World> {
  const store = new RefusingStore();
  const engine = openEngine({ pipeline: definePipeline([]), root: "/" }, store);
  const write = async (name: Name) => {
    const bytes = encodeArtifact(VALUES[name]);
    const digest = await artifactDigest(bytes);
    await store.writeObject(digest, bytes);
    return { bytes, digest };
  };
  const [one, two, three] = [await write("one"), await write("two"), await write("three")];
  return {
    engine,
    store,
    digests: { one: one.digest, two: two.digest, three: three.digest },
    bytes: { one: one.bytes, two: two.bytes, three: three.bytes },
    [Symbol.dispose]: () => engine[Symbol.dispose](),
  };
}

const artifact = (digest: Digest) => ({ digest, sizeBytes: 1 });

const damage = (digest: Digest) =>
  ({ digest, stage: "train", output: "x", problem: "content" }) as const;

Deno.test("an artifact is read as its value, or as the bytes that it was stored in", async () => {
  using there = await world();
  const { engine, digests, bytes } = there;
  for (const name of ["one", "two", "three"] as const) {
    assertEquals<unknown>(await engine.read(artifact(digests[name])), VALUES[name]);
    assertEquals(await engine.readBytes(artifact(digests[name])), bytes[name]);
  }
});

Deno.test("what is damaged when it is read is set aside, and nothing else is", async () => {
  using there = await world();
  const { engine, store, digests } = there;
  store.refused.set(digests.one, new IntegrityError("damaged"));
  await assertRejects(() => engine.read(artifact(digests.one)), IntegrityError, "damaged");
  assertEquals((await store.objects()).map(({ digest }) => digest), [digests.two, digests.three]);
});

Deno.test("what cannot be read for another reason stays", async () => {
  using there = await world();
  const { engine, store, digests } = there;
  store.refused.set(digests.one, new EnvironmentError("the disk is away"));
  await assertRejects(() => engine.readBytes(artifact(digests.one)), EnvironmentError, "is away");
  assertEquals((await store.usage()).quarantined, 0);
});

Deno.test("an artifact that can neither be read nor set aside is said to be damaged", async () => {
  using there = await world();
  const { engine, store, digests } = there;
  store.refused.set(digests.one, new IntegrityError("damaged"));
  store.quarantineObject = () => Promise.reject(new EnvironmentError("read-only"));
  await assertRejects(() => engine.read(artifact(digests.one)), IntegrityError, "damaged");
});

Deno.test("of damaged objects those that have been made good stay, the others are set aside", async () => {
  using there = await world();
  const { engine, store, digests } = there;
  store.refused.set(digests.one, new IntegrityError("damaged"));
  await engine.quarantine([damage(digests.two), damage(digests.one)]);
  assertEquals((await store.objects()).map(({ digest }) => digest), [digests.two, digests.three]);
  store.refused.set(digests.two, new EnvironmentError("the disk is away"));
  await assertRejects(() => engine.quarantine([damage(digests.two)]), EnvironmentError, "is away");
  assertEquals((await store.usage()).quarantined, 1);
});

Deno.test("records that name a damaged object anywhere are forgotten, all others are kept", async () => {
  using there = await world();
  const { engine, store, digests } = there;
  const put = (stage: string, ...outputs: readonly Digest[]) =>
    store.putRecord(
      {
        key: keyFor(stage),
        stage,
        ownDigest: "",
        parts: null,
        outputs: outputs.map((digest, i) => ({ name: `x${i}`, digest, sizeBytes: 1 })),
        metrics: {},
        log: [],
        progress: [],
        elapsedMs: 1,
        run: "r",
        madeAt: "2026-11-20T08:00:00.000Z",
      } satisfies StageRecord,
    );
  put("first", digests.one);
  put("second", digests.two, digests.one);
  put("third", digests.two);
  put("fourth");
  engine.forget([]);
  assertEquals(store.allRecords().length, 4);
  engine.forget([damage(digests.one), damage(digests.three)]);
  assertEquals(store.allRecords().map(({ stage }) => stage), ["fourth", "third"]);
});
