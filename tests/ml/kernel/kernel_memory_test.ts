import { assert, assertEquals, assertThrows } from "@std/assert";
import { openKernelMemory } from "../../../lib/ml/kernel/kernel_memory.ts";

const room = { rows: 1, gradients: 1, threads: 1 };

function blackImages(N: number, D: number) {
  const part = { q: new Uint8Array(N * D), labels: new Uint8Array(N) };
  return { parts: [part], D, K: 10, scale: 1, offset: 0 };
}

Deno.test("the kernel's memory has room for images without a black pixel", () => {
  const { memory, at } = openKernelMemory(blackImages(1_000, 785), room);
  const spare = memory.buffer.byteLength - at.entries;
  assert(spare >= 4 * 788 * 1_000, `${spare} bytes`);
});

Deno.test("the kernel's memory cannot grow", () => {
  const { memory } = openKernelMemory(blackImages(3, 5), room);
  const { byteLength } = memory.buffer;
  assertThrows(() => memory.grow(1), RangeError);
  assertEquals(memory.buffer.byteLength, byteLength);
});

Deno.test("more than 4 GiB are refused before anything is computed", () => {
  assertThrows(
    () => openKernelMemory(blackImages(1, 1), { ...room, rows: 2 ** 30 }),
    RangeError,
    "Cannot train: the images take more than 4294 MB of memory; use fewer or smaller ones",
  );
});
