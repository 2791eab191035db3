import { assertEquals, assertThrows } from "@std/assert";
import type { Backend, Sums } from "../../../lib/ml/kernel/backend.ts";
import type { Examples } from "../../../lib/ml/kernel/examples.ts";
import { openBackend } from "../../../lib/ml/kernel/open_backend.ts";
import { sumsOver } from "../../../lib/ml/kernel/sums.ts";
import { permutation, type Random, random } from "../../../lib/ml/random.ts";

interface Shape {
  readonly N: number;
  readonly D: number;
  readonly K: number;
  readonly batch: number;
}

const CAPACITY = { rows: 1, gradients: 2, threads: 1 };
const MAPS = [
  { scale: 1 / 255, offset: 0 },
  { scale: 1 / 255, offset: -0.5 },
  { scale: 1 / 78.5, offset: -0.4241 },
];

/** Images of random density. The first three are black, white, and black but for one pixel. */
function examplesOf({ N, D, K }: Shape, source: Random): Examples {
  const density = source.below(11);
  const q = Uint8Array.from(
    { length: N * D },
    () => source.below(10) < density ? source.below(256) : 0,
  );
  q.fill(0, 0, D);
  q.fill(255, D, 2 * D);
  q.fill(0, 2 * D, 3 * D);
  q[2 * D + source.below(D)] = 7;
  const labels = Uint8Array.from({ length: N }, () => source.below(K));
  const cut = source.below(N + 1);
  const parts = [
    { q: q.subarray(0, cut * D), labels: labels.subarray(0, cut) },
    { q: q.subarray(cut * D), labels: labels.subarray(cut) },
  ];
  return { parts, D, K, ...MAPS[source.below(3)]! };
}

function bits(numbers: Float32Array): Uint32Array {
  return new Uint32Array(numbers.slice().buffer);
}

/** Trains an epoch. Returns all intermediate results, as bits. */
function trace(backend: Backend, { N, batch }: Shape, seed: number): Uint32Array[] {
  const source = random(seed);
  const settings = [0.1 + source.below(10), source.below(2) * 0.9, source.below(3) * 0.01] as const;
  const results: Uint32Array[] = [];
  const addSums = ({ loss, correct }: Sums) =>
    results.push(new Uint32Array(Float64Array.of(loss, correct).buffer));
  backend.rows.set(permutation(N, source));
  for (let from = 0; from < N; from += batch) {
    const count = Math.min(batch, N - from);
    addSums(sumsOver(backend, from, count, true));
    results.push(bits(backend.gradient));
    backend.step(count, ...settings);
    results.push(bits(backend.parameters), bits(backend.velocity));
  }
  addSums(sumsOver(backend, 0, N, false));
  return results;
}

function assertSameBits(shape: Shape, seed: number): void {
  const examples = examplesOf(shape, random(seed));
  const [kernel, twin] = [
    trace(openBackend("kernel", examples, { ...CAPACITY, rows: shape.N }), shape, seed),
    trace(openBackend("twin", examples, { ...CAPACITY, rows: shape.N }), shape, seed),
  ];
  kernel.forEach((numbers, i) => {
    const wrong = numbers.findIndex((bits, j) => bits !== twin[i]![j]);
    assertEquals(wrong, -1, `seed ${seed}, result ${i}, at ${wrong}: ${JSON.stringify(shape)}`);
  });
}

for (const K of [2, 3, 4, 5, 8, 9, 10, 12, 13, 16, 17, 26, 47, 62, 64]) {
  Deno.test(`kernel and twin compute the same bits, ${K} classes`, () => {
    for (let seed = 1; seed <= 6; seed++) {
      const source = random(100 * K + seed);
      const N = 3 + source.below(60);
      assertSameBits(
        { N, D: 1 + source.below(70), K, batch: 1 + source.below(N + 5) },
        source.uint32(),
      );
    }
  });
}

Deno.test("kernel and twin compute the same bits if a batch has several chunks", () => {
  assertSameBits({ N: 300, D: 33, K: 10, batch: 300 }, 1);
  assertSameBits({ N: 700, D: 17, K: 7, batch: 290 }, 2);
});

Deno.test("kernel and twin compute the same bits for large images", () => {
  assertSameBits({ N: 5, D: 21_845, K: 10, batch: 2 }, 3);
});

Deno.test("kernel and twin compute the same bits for net inputs of any magnitude", () => {
  const parts = [{ q: Uint8Array.of(0), labels: Uint8Array.of(1) }];
  const examples = { parts, D: 1, K: 3, scale: 1, offset: 0 };
  const backends = [
    openBackend("kernel", examples, CAPACITY),
    openBackend("twin", examples, CAPACITY),
  ] as const;
  const source = random(4);
  const biases = new Uint32Array(3);
  const asNumbers = new Float32Array(biases.buffer);
  for (let i = 0; i < 20_000; i++) {
    // Alternate between arbitrary bits and numbers of a realistic size.
    if (i % 2 === 0) biases.forEach((_, k) => biases[k] = source.uint32());
    else asNumbers.forEach((_, k) => asNumbers[k] = (source.below(2_000_001) - 1_000_000) / 1e4);
    const [kernel, twin] = backends.map((backend) => {
      backend.parameters.set(asNumbers, 4);
      const { loss, correct } = sumsOver(backend, 0, 1, true);
      return [loss, correct, ...backend.gradient.subarray(4, 7)];
    });
    assertEquals(kernel, twin, `biases ${asNumbers}`);
  }
});

for (const name of ["kernel", "twin"] as const) {
  Deno.test(`${name} refuses more classes or weights than it can hold`, () => {
    const parts = [{ q: new Uint8Array(1), labels: new Uint8Array(1) }];
    const map = { parts, scale: 1, offset: 0 };
    assertThrows(
      () => openBackend(name, { ...map, D: 1, K: 65 }, CAPACITY),
      RangeError,
      "from 1 to 64",
    );
    assertThrows(
      () => openBackend(name, { ...map, D: 100_000, K: 64 }, CAPACITY),
      RangeError,
      "use smaller images",
    );
  });
}
