import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { binaryCrossEntropy, dBinaryCrossEntropy } from "../../lib/ml/binary_cross_entropy.ts";
import { crossEntropies, crossEntropy, dCrossEntropy } from "../../lib/ml/cross_entropy.ts";
import { oneHot } from "../../lib/ml/one_hot.ts";
import { random } from "../../lib/ml/random.ts";

const source = random(1);
const Z = Float64Array.from({ length: 20 }, () => source.below(601) / 100 - 3);
const Y = oneHot([3, 0, 1, 2, 3], 4);

Deno.test("crossEntropy() returns the mean of -Σ y log a", () => {
  let sum = 0;
  for (let i = 0; i < 5; i++) {
    const powers = [...Z.subarray(4 * i, 4 * i + 4)].map(Math.exp);
    const total = powers.reduce((all, power) => all + power);
    for (let j = 0; j < 4; j++) sum -= Y[4 * i + j]! * Math.log(powers[j]! / total);
  }
  assertAlmostEquals(crossEntropy(Z, Y, 4), sum / 5, 1e-14);
});

Deno.test("crossEntropy() of zero net inputs returns the logarithm of the number of classes", () => {
  assertAlmostEquals(crossEntropy(new Float64Array(20), Y, 4), Math.log(4), 1e-15);
});

Deno.test("crossEntropies() is exact where a probability rounds to 0", () => {
  assertEquals([...crossEntropies([1000, -1000, -1000, 1000], [0, 1, 0, 1], 2)], [2000, 0]);
});

Deno.test("crossEntropies() never returns a negative loss", () => {
  assert(crossEntropies(Z, Y, 4).every((loss) => loss >= 0));
  assertEquals([...crossEntropies([5, 9], [1, 1], 1)], [0, 0]);
});

Deno.test("dCrossEntropy() agrees with central differences to 1e-9", () => {
  const dz = dCrossEntropy(Z, Y, 4);
  const h = 1e-5;
  for (let j = 0; j < Z.length; j++) {
    const [up, down] = [Z.slice(), Z.slice()];
    up[j]! += h;
    down[j]! -= h;
    const slope = (crossEntropy(up, Y, 4) - crossEntropy(down, Y, 4)) / (2 * h);
    assertAlmostEquals(dz[j]!, slope, 1e-9);
  }
});

Deno.test("dCrossEntropy() returns rows that sum to 0", () => {
  const dz = dCrossEntropy(Z, Y, 4);
  for (let row = 0; row < dz.length; row += 4) {
    assertAlmostEquals(dz.subarray(row, row + 4).reduce((sum, d) => sum + d), 0, 1e-15);
  }
});

Deno.test("two-class cross-entropy equals the binary one, forward and backward", () => {
  for (const z of [-1000, -30, -1.5, 0, 0.1, 2, 30, 1000]) {
    for (const y of [0, 1]) {
      const label = oneHot([y], 2);
      assertAlmostEquals(crossEntropy([0, z], label, 2), binaryCrossEntropy(z, y), 1e-12);
      assertAlmostEquals(dCrossEntropy([0, z], label, 2)[1]!, dBinaryCrossEntropy(z, y), 1e-12);
    }
  }
});

Deno.test("binaryCrossEntropy() returns -[y log a + (1 - y) log(1 - a)]", () => {
  for (const z of [-5, -1, 0, 0.3, 4]) {
    const a = 1 / (1 + Math.exp(-z));
    assertAlmostEquals(binaryCrossEntropy(z, 1), -Math.log(a), 1e-13);
    assertAlmostEquals(binaryCrossEntropy(z, 0), -Math.log(1 - a), 1e-13);
  }
});
