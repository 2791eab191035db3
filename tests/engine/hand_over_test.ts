import { assert, assertEquals, assertRejects, assertStrictEquals } from "@std/assert";
import { artifactDigest } from "../../lib/codec/digest.ts";
import type { Digest } from "../../lib/codec/digest.ts";
import { EnvironmentError } from "../../lib/engine/errors.ts";
import { HandOver } from "../../lib/engine/hand_over.ts";
import { MemoryStore } from "../../lib/store/memory_store.ts";

/** A store that counts what is read from it. */
class CountingStore extends MemoryStore {
  readonly reads: Digest[] = [];

  override readObject(digest: Digest): Promise<Uint8Array<ArrayBuffer>> {
    this.reads.push(digest);
    return super.readObject(digest);
  }
}

async function written(to: HandOver, byte: number, sizeBytes: number): Promise<Digest> {
  const bytes = new Uint8Array(sizeBytes).fill(byte);
  const digest = await artifactDigest(bytes);
  await to.writeObject(digest, bytes);
  return digest;
}

Deno.test("what was written is handed to its first reader, and read by the others", async () => {
  using store = new CountingStore();
  const handOver = new HandOver(store);
  const digest = await written(handOver, 7, 3);
  const first = await handOver.readObject(digest);
  assertEquals([first, store.reads], [new Uint8Array([7, 7, 7]), []]);
  const second = await handOver.readObject(digest);
  assertEquals([second, store.reads], [new Uint8Array([7, 7, 7]), [digest]]);
  assert(second !== first, "the first reader may have moved its bytes away");
});

Deno.test("nothing is handed over that the store did not take", async () => {
  using store = new CountingStore();
  store.writeObject = () => Promise.reject(new EnvironmentError("the disk is full"));
  const handOver = new HandOver(store);
  const bytes = new Uint8Array([1]);
  const digest = await artifactDigest(bytes);
  await assertRejects(() => handOver.writeObject(digest, bytes), EnvironmentError);
  await assertRejects(() => handOver.readObject(digest));
  assertEquals(store.reads, [digest]);
});

Deno.test("no more than 64 MiB are held: the oldest goes first, the same is held once", async () => {
  using store = new CountingStore();
  const handOver = new HandOver(store);
  const size = 30 * 2 ** 20;
  const oldest = await written(handOver, 1, size);
  const middle = await written(handOver, 2, size);
  assertStrictEquals(await written(handOver, 2, size), middle);
  const newest = await written(handOver, 3, size);
  for (const digest of [newest, middle, oldest]) await handOver.readObject(digest);
  assertEquals(store.reads, [oldest]);
});
