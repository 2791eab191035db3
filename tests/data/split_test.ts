import { assert, assertEquals, assertNotEquals, assertThrows } from "@std/assert";
import { classShares, splitValidation } from "../../lib/data/split.ts";
import { permutation, random } from "../../lib/ml/random.ts";

const LABELS = Uint8Array.from({ length: 997 }, (_, i) => (i * i * 7) % 11 % 6);

function split(labels: ArrayLike<number>, held: number, seed = 1) {
  return splitValidation(labels, held, (n) => permutation(n, random(seed)));
}

function counts(labels: ArrayLike<number>, positions: Iterable<number>): number[] {
  const found = new Array<number>(6).fill(0);
  for (const position of positions) found[labels[position]!]!++;
  return found;
}

Deno.test("splitValidation() gives each example to exactly one part, in the order of the file", () => {
  for (const held of [0, 1, 100, 996]) {
    const { train, validation } = split(LABELS, held);
    assertEquals([train.length, validation.length], [997 - held, held]);
    assertEquals(train, train.toSorted());
    assertEquals(validation, validation.toSorted());
    assertEquals(new Set([...train, ...validation]).size, 997);
  }
});

Deno.test("splitValidation() holds out each class's exact share to within one example", () => {
  const all = counts(LABELS, LABELS.keys());
  for (let held = 0; held < LABELS.length; held += 13) {
    const part = counts(LABELS, split(LABELS, held).validation);
    part.forEach((count, k) => assert(Math.abs(count - held * all[k]! / LABELS.length) < 1));
  }
});

Deno.test("splitValidation() depends on the seed alone", () => {
  assertEquals(split(LABELS, 100, 5), split(LABELS, 100, 5));
  assertNotEquals(split(LABELS, 100, 5).validation, split(LABELS, 100, 6).validation);
});

Deno.test("splitValidation() asks for no random number when nothing is held out", () => {
  const { train } = splitValidation(LABELS, 0, () => {
    throw new Error("asked");
  });
  assertEquals(train.length, 997);
});

Deno.test("splitValidation() gives each example of a class the same chance", () => {
  // 40 of one class, 10 held out, 2,000 seeds: each is held out 500 times on average, with a
  // standard deviation of 19.4; five of these are allowed.
  const labels = new Uint8Array(40);
  const heldOut = new Array<number>(40).fill(0);
  for (let seed = 0; seed < 2000; seed++) {
    for (const position of split(labels, 10, seed).validation) heldOut[position]!++;
  }
  for (const count of heldOut) assert(Math.abs(count - 500) < 97, `${count}`);
});

Deno.test("splitValidation() refuses to hold out all, more, a fraction or less than none", () => {
  for (const held of [997, 998, -1, 0.5, NaN]) {
    assertThrows(
      () => split(LABELS, held),
      RangeError,
      `Cannot hold out ${held} of 997 examples: expected a whole number from 0 to 996`,
    );
  }
});

Deno.test("classShares() adds up, exceeds no count, and gives ties to the lower class", () => {
  assertEquals(classShares([5, 3, 2], 5), [3, 1, 1]);
  assertEquals(classShares([1, 1, 1], 2), [1, 1, 0]);
  assertEquals(classShares([0, 5, 0, 5], 3), [0, 2, 0, 1]);
  assertEquals(classShares([1, 1, 1000], 1001), [1, 1, 999]);
  for (let held = 0; held <= 30; held++) {
    const shares = classShares([1, 2, 0, 27], held);
    assertEquals(shares.reduce((a, b) => a + b), held);
    assert(shares.every((share, k) => share <= [1, 2, 0, 27][k]!));
  }
});
