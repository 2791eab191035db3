import { assert, assertEquals, assertThrows } from "@std/assert";
import { openBackend } from "../../../lib/ml/kernel/open_backend.ts";
import { instantiate } from "../../../lib/ml/kernel/kernel_instance.ts";
import { GROUP, openKernelMemory, READ_AHEAD } from "../../../lib/ml/kernel/kernel_memory.ts";
import { pack } from "../../../lib/ml/kernel/simd.ts";
import { sumsOver } from "../../../lib/ml/kernel/sums.ts";

const capacity = { rows: 1, gradients: 1, threads: 1 };

function blackImages(N: number, D: number) {
  const part = { q: new Uint8Array(N * D), labels: new Uint8Array(N) };
  return { parts: [part], D, K: 10, scale: 1, offset: 0 };
}

Deno.test("the kernel's memory suffices for images without a black pixel", () => {
  const { memory, layout } = openKernelMemory(blackImages(1_000, 785), capacity);
  const available = memory.buffer.byteLength - layout.entries;
  assert(available >= 4 * 788 * 1_000, `${available} bytes`);
});

Deno.test("the kernel's memory cannot grow", () => {
  const { memory } = openKernelMemory(blackImages(3, 5), capacity);
  const { byteLength } = memory.buffer;
  assertThrows(() => memory.grow(1), RangeError);
  assertEquals(memory.buffer.byteLength, byteLength);
});

Deno.test("openKernelMemory() refuses more than 4 GiB", () => {
  assertThrows(
    () => openKernelMemory(blackImages(1, 1), { ...capacity, rows: 2 ** 30 }),
    RangeError,
    "Cannot train: the images take more than 4294 MB of memory; use fewer or smaller images",
  );
});

/** `rows` so long that entries are beyond 2 GiB. The system allocates only pages that are written to. */
const FAR = { ...capacity, gradients: 2, rows: 2 ** 29 + 2 ** 20 };
/** A machine with little memory refuses to reserve that much. */
const isSmall = Deno.systemMemoryInfo().total < 2 ** 32;

for (
  const [where, least, ignore] of [["low", capacity, false], [
    "beyond 2 GiB",
    FAR,
    isSmall,
  ]] as const
) {
  Deno.test({
    name: `pack() refuses images that do not fit into the memory, ${where}`,
    ignore,
    fn: () => {
      const shared = openKernelMemory(blackImages(1, 784), least);
      const [one] = blackImages(1, 784).parts;
      const [many] = blackImages(100, 784).parts;
      assertThrows(
        () => pack(instantiate(shared), shared, { ...blackImages(1, 784), parts: [one!, many!] }),
        RangeError,
        "Cannot train: the images take more than",
      );
    },
  });
}

Deno.test("sums are the same if entries are beyond 2 GiB", { ignore: isSmall }, () => {
  const q = Uint8Array.from({ length: 3 * 785 }, (_, j) => j % 3 === 0 ? j % 256 : 0);
  const examples = { ...blackImages(3, 785), parts: [{ q, labels: Uint8Array.of(1, 2, 3) }] };
  const gradients = [3, FAR.rows].map((rows) => {
    const backend = openBackend("kernel", examples, { ...FAR, rows });
    backend.rows.set([0, 1, 2]);
    sumsOver(backend, 0, 3, true);
    return backend.gradient.slice();
  });
  assert(gradients[0]!.some((number) => number !== 0));
  assertEquals(gradients[1], gradients[0]);
});

Deno.test("the kernel and kernel_memory.ts have the same GROUP and READ_AHEAD", () => {
  const kernel = instantiate(openKernelMemory(blackImages(1, 1), capacity));
  assertEquals([kernel.GROUP.value, kernel.READ_AHEAD.value], [GROUP, READ_AHEAD]);
});
