import { assert, assertEquals } from "@std/assert";
import { mcnemarTest } from "../../lib/ml/mcnemar.ts";

/** Computed with Python's exact fractions; `binomtest` of SciPy 1.17.1 agrees to 1e-10. */
const FIGURES: readonly (readonly [b: number, c: number, p: number])[] = [
  [0, 0, 1],
  [1, 0, 1],
  [0, 5, 0.0625],
  [3, 9, 0.14599609375],
  [59, 121, 4.434449263755176e-06],
  [10, 10, 1],
  [148, 119, 0.0864168046663513],
  [500, 700, 8.535366081034334e-09],
  [4000, 6000, 1.7404316412268784e-89],
  [0, 1000, 1.8665272370064378e-301],
];

Deno.test("mcnemarTest() agrees with exact fractions to a relative 1e-11, at any count", () => {
  for (const [b, c, p] of FIGURES) {
    const found = mcnemarTest(b, c);
    assert(Math.abs(found / p - 1) < 1e-11, `(${b}, ${c}): ${found}, expected ${p}`);
    assertEquals(mcnemarTest(c, b), found);
  }
});

Deno.test("mcnemarTest() stays within [0, 1], and decreases as a split becomes more uneven", () => {
  for (const n of [1, 2, 9, 100, 1001]) {
    let last = 0;
    for (let b = 0; b <= n / 2; b++) {
      const p = mcnemarTest(b, n - b);
      assert(p >= last && p <= 1, `(${b}, ${n - b}): ${p}`);
      last = p;
    }
    assert(last > 1 - 1e-12);
  }
});
