import { assert, assertEquals, assertThrows } from "@std/assert";
import { permutation, random } from "../../lib/ml/random.ts";

/** The same generator on big integers, reduced modulo 2^32 after every operation. */
function* reference(seed: bigint): Generator<number> {
  const mod = 1n << 32n;
  let state = [0n, seed % mod, seed / mod, 1n] as [bigint, bigint, bigint, bigint];
  for (let drawn = 0;; drawn++) {
    const [a, b, c, counter] = state;
    const sum = (a + b + counter) % mod;
    const rotated = (c * (1n << 21n)) % mod + c / (1n << 11n);
    state = [b ^ (b / 512n), (9n * c) % mod, (rotated + sum) % mod, (counter + 1n) % mod];
    if (drawn >= 12) yield Number(sum);
  }
}

function first(count: number, numbers: Iterable<number>): number[] {
  const taken: number[] = [];
  for (const number of numbers) {
    taken.push(number);
    if (taken.length === count) break;
  }
  return taken;
}

Deno.test("random(1) starts with these five numbers", () => {
  const source = random(1);
  const drawn = Array.from({ length: 5 }, () => source.uint32());
  assertEquals(drawn, [2012149540, 1872316204, 1707632675, 1779833415, 2026416846]);
});

Deno.test("random() draws the numbers of a generator on big integers, from any seed", () => {
  for (const seed of [0, 1, 2, 0xffff_ffff, 0x1_0000_0000, Number.MAX_SAFE_INTEGER]) {
    const source = random(seed);
    const drawn = Array.from({ length: 200 }, () => source.uint32());
    assertEquals(drawn, first(200, reference(BigInt(seed))));
  }
});

Deno.test("random() refuses a seed that is not an integer from 0 to 2^53 - 1", () => {
  for (const seed of [-1, 0.5, NaN, Infinity, 2 * Number.MAX_SAFE_INTEGER]) {
    assertThrows(() => random(seed), RangeError, "Cannot seed random numbers");
  }
});

Deno.test("below() draws each number about equally often", () => {
  const source = random(3);
  const counts = new Array<number>(7).fill(0);
  for (let i = 0; i < 70_000; i++) counts[source.below(7)]! += 1;
  // The standard deviation of a count is 93; five standard deviations are practically never exceeded.
  for (const count of counts) assert(Math.abs(count - 10_000) < 465, `${counts}`);
});

Deno.test("below() does not favour low numbers", () => {
  // With a plain remainder, the lowest third of 3 · 2^30 numbers would get half of the draws.
  const source = random(4);
  let low = 0;
  for (let i = 0; i < 30_000; i++) if (source.below(3 * 0x4000_0000) < 0x4000_0000) low += 1;
  assert(Math.abs(low - 10_000) < 410, `${low}`);
});

Deno.test("below() accepts bounds from 1 to 2^32 and refuses others", () => {
  const source = random(5);
  const same = random(5);
  assertEquals(source.below(1), 0);
  same.uint32();
  assertEquals(source.below(0x1_0000_0000), same.uint32());
  for (const n of [0, -1, 1.5, NaN, 0x1_0000_0001]) {
    assertThrows(() => source.below(n), RangeError, "Cannot draw");
  }
});

Deno.test("permutation(10, random(1)) returns this order", () => {
  assertEquals([...permutation(10, random(1))], [5, 2, 6, 4, 1, 9, 8, 3, 7, 0]);
});

Deno.test("permutation() contains each number once", () => {
  const order = permutation(1000, random(6));
  assertEquals([...order].sort((a, b) => a - b), Array.from({ length: 1000 }, (_, i) => i));
  assertEquals([permutation(0, random(1)).length, permutation(1, random(1)).length], [0, 1]);
});

Deno.test("permutation() returns every order of three about equally often", () => {
  const source = random(7);
  const counts = new Map<string, number>();
  for (let i = 0; i < 6000; i++) {
    const order = permutation(3, source).join("");
    counts.set(order, (counts.get(order) ?? 0) + 1);
  }
  assertEquals(counts.size, 6);
  for (const count of counts.values()) assert(Math.abs(count - 1000) < 145, `${[...counts]}`);
});
