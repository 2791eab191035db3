import { assert, assertEquals } from "@std/assert";
import { keepSnapshots, quantized } from "../../lib/ml/snapshots.ts";
import { numbers } from "./synthetic.ts";

function kept(size: number, epochs: number) {
  const weights = () => new Float32Array(size).fill(1);
  const snapshots = keepSnapshots(size);
  for (let epoch = 1; epoch <= epochs; epoch++) snapshots.add(epoch, weights);
  return snapshots.end(epochs, weights);
}

Deno.test("quantized() has an error of at most scale / 2", () => {
  const weights = Float32Array.from(numbers(1000, 1));
  const { q, scale } = quantized(1, weights);
  weights.forEach((w, j) => assert(Math.abs(q[j]! * scale - w) <= scale / 2 * 1.0001));
});

Deno.test("quantized() of zeros is 0 with scale 0", () => {
  assertEquals(quantized(1, new Float32Array(3)), { epoch: 1, scale: 0, q: new Int8Array(3) });
});

Deno.test("keepSnapshots() keeps at most ten at equal distances, including the first and the last epoch", () => {
  for (let epochs = 1; epochs < 300; epochs++) {
    const all = kept(2, epochs).map(({ epoch }) => epoch);
    assert(all.length <= 10, `${all.length} of ${epochs}`);
    assertEquals([all[0], all.at(-1)], [1, epochs]);
    const gaps = all.slice(1, -1).map((epoch, i) => epoch - all[i]!);
    assertEquals(new Set(gaps).size <= 1, true, `${all}`);
  }
});

Deno.test("keepSnapshots() keeps at most 95 kB, for any number of weights", () => {
  for (const size of [7840, 20_000, 50_000, 94_000, 200_000]) {
    const bytes = kept(size, 40).reduce((sum, { q }) => sum + q.length, 0);
    assert(bytes <= 95_000, `${bytes} bytes`);
  }
});
