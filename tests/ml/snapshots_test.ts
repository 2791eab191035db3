import { assert, assertEquals } from "@std/assert";
import { keepSnapshots, quantized } from "../../lib/ml/snapshots.ts";
import { numbers } from "./synthetic.ts";

function kept(size: number, epochs: number) {
  const weights = () => new Float32Array(size).fill(1);
  const snapshots = keepSnapshots(size);
  for (let epoch = 1; epoch <= epochs; epoch++) snapshots.see(epoch, weights);
  return snapshots.close(epochs, weights);
}

Deno.test("quantized() is off by at most half a step", () => {
  const weights = Float32Array.from(numbers(1000, 1));
  const { q, scale } = quantized(1, weights);
  weights.forEach((w, j) => assert(Math.abs(q[j]! * scale - w) <= scale / 2 * 1.0001));
});

Deno.test("quantized() of nothing but 0 is 0", () => {
  assertEquals(quantized(1, new Float32Array(3)), { epoch: 1, scale: 0, q: new Int8Array(3) });
});

Deno.test("keepSnapshots() keeps at most ten, the first and the last among them, evenly apart", () => {
  for (let epochs = 1; epochs < 300; epochs++) {
    const all = kept(2, epochs).map(({ epoch }) => epoch);
    assert(all.length <= 10, `${all.length} of ${epochs}`);
    assertEquals([all[0], all.at(-1)], [1, epochs]);
    const gaps = all.slice(1, -1).map((epoch, i) => epoch - all[i]!);
    assertEquals(new Set(gaps).size <= 1, true, `${all}`);
  }
});

Deno.test("keepSnapshots() stays under 100 kB, whatever the size", () => {
  for (const size of [7840, 20_000, 50_000, 94_000, 200_000]) {
    const bytes = kept(size, 40).reduce((sum, { q }) => sum + q.length, 0);
    assert(bytes <= 95_000, `${bytes} bytes`);
  }
});
