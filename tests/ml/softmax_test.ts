import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { argmax } from "../../lib/ml/argmax.ts";
import { random } from "../../lib/ml/random.ts";
import { sigmoid } from "../../lib/ml/sigmoid.ts";
import { logSumExp, softmax } from "../../lib/ml/softmax.ts";

Deno.test("softmax() returns rows that sum to 1, even for net inputs of ±1000", () => {
  const source = random(1);
  for (const size of [1, 30, 1000]) {
    const z = Array.from({ length: 500 }, () => size * (source.below(2001) / 1000 - 1));
    const a = softmax(z, 10);
    for (let row = 0; row < a.length; row += 10) {
      const sum = a.subarray(row, row + 10).reduce((total, share) => total + share);
      assertAlmostEquals(sum, 1, 1e-14);
    }
    assert(a.every((share) => share >= 0 && share <= 1));
  }
});

Deno.test("softmax() returns the quotient of exponentials where those are in range", () => {
  const z = [0.5, -2, 3, 1, 1, 1];
  const expected = [0, 3].flatMap((row) => {
    const powers = z.slice(row, row + 3).map(Math.exp);
    return powers.map((power) => power / powers.reduce((sum, p) => sum + p));
  });
  softmax(z, 3).forEach((a, j) => assertAlmostEquals(a, expected[j]!, 1e-15));
});

Deno.test("softmax() does not change if a constant is added to a row", () => {
  const z = [0.25, -2, 3.5];
  assertEquals(softmax(z.map((z) => z + 1024), 3), softmax(z, 3));
});

Deno.test("softmax() of extreme net inputs returns 0 and 1, not NaN", () => {
  assertEquals([...softmax([-1000, 1000, 0], 3)], [0, 1, 0]);
  assertEquals([...softmax([-1000, -1000], 2)], [0.5, 0.5]);
  assertEquals([...softmax([1e308, -1e308], 2)], [1, 0]);
  assertEquals([...softmax([7], 1)], [1]);
});

Deno.test("logSumExp() returns the logarithm of the sum, even where exponentials are out of range", () => {
  const [ordinary, large, small] = logSumExp([1, 2, 3, 1000, 1000, 1000, -1000, -1000, -1000], 3);
  assertAlmostEquals(ordinary!, Math.log(Math.exp(1) + Math.exp(2) + Math.exp(3)), 1e-14);
  assertAlmostEquals(large!, 1000 + Math.log(3), 1e-12);
  assertAlmostEquals(small!, -1000 + Math.log(3), 1e-12);
});

Deno.test("argmax() returns the lowest column on a tie", () => {
  assertEquals([...argmax([1, 1, 1, 0, 2, 2, -1, -3, -1], 3)], [0, 1, 0]);
  assertEquals([...argmax(new Float64Array(10), 10)], [0]);
});

Deno.test("argmax() of net inputs equals argmax() of their softmax", () => {
  const source = random(2);
  const z = Array.from({ length: 1000 }, () => source.below(2001) / 100 - 10);
  assertEquals(argmax(softmax(z, 10), 10), argmax(z, 10));
});

Deno.test("sigmoid() equals the softmax of (0, z)", () => {
  for (const z of [-1000, -40, -3, -0.5, 0, 0.5, 3, 40, 1000]) {
    assertAlmostEquals(sigmoid(z), softmax([0, z], 2)[1]!, 1e-15);
  }
});
