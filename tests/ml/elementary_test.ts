import { assert, assertEquals } from "@std/assert";
import { cosPi } from "../../lib/ml/cos_pi.ts";
import { exp } from "../../lib/ml/exp.ts";
import { log } from "../../lib/ml/log.ts";
import { type Random, random } from "../../lib/ml/random.ts";
import { ulpsFromCosPi, ulpsFromExp, ulpsFromLog } from "./high_precision.ts";

/** A random number, uniform over [from, to). */
function between(from: number, to: number, source: Random): number {
  return from + (to - from) * (source.uint32() / 0x1_0000_0000);
}

/** The largest error over many arguments, in units in the last place. */
function worst(
  f: (x: number) => number,
  ulpsFrom: (got: number, x: number) => number,
  argument: (source: Random) => number,
): number {
  const source = random(2);
  let largest = 0;
  for (let i = 0; i < 1000; i++) {
    const x = argument(source);
    largest = Math.max(largest, ulpsFrom(f(x), x));
  }
  return largest;
}

Deno.test("the high-precision reference agrees with Math.exp and Math.log to 1 ulp", () => {
  assert(ulpsFromExp(Math.exp(1), 1) <= 1);
  assert(ulpsFromExp(Math.exp(-700), -700) <= 1);
  assert(ulpsFromLog(Math.log(10), 10) <= 1);
  assert(ulpsFromLog(Math.log(1e-310), 1e-310) <= 1);
  assert(ulpsFromCosPi(Math.SQRT1_2, 0.25) <= 1);
  assert(ulpsFromExp(2.7183, 1) > 1e6);
  assert(ulpsFromLog(2.3026, 10) > 1e6);
  assert(ulpsFromCosPi(-0.5, 1 / 3) > 1e6);
});

Deno.test("exp() is within 1 ulp wherever its result is a normal number", () => {
  assert(worst(exp, ulpsFromExp, (source) => between(-708, 709, source)) < 1);
  assert(worst(exp, ulpsFromExp, (source) => between(-1, 1, source)) < 1);
  assert(worst(exp, ulpsFromExp, (source) => between(-1e-9, 1e-9, source)) < 1);
});

Deno.test("exp() is within 1 ulp where its result is subnormal", () => {
  assert(worst(exp, ulpsFromExp, (source) => between(-745.1, -708, source)) < 1);
});

Deno.test("exp() overflows and underflows where the true value does", () => {
  assertEquals(exp(709.782712893384), 1.7976931348622732e308);
  assertEquals(exp(709.7827128933841), Infinity);
  assertEquals(exp(-745.1332191019411), 5e-324);
  assertEquals(exp(-745.1332191019412), 0);
  assertEquals(exp(1e308), Infinity);
  assertEquals(exp(-1e308), 0);
});

Deno.test("exp() is exact at 0 and at infinities, and returns NaN for NaN", () => {
  assertEquals([exp(0), exp(-0), exp(Infinity), exp(-Infinity), exp(NaN)], [
    1,
    1,
    Infinity,
    0,
    NaN,
  ]);
});

Deno.test("exp() never decreases", () => {
  let last = 0;
  for (let x = -746; x < 711; x += 0.13) {
    assert(exp(x) >= last, `exp(${x}) is smaller than that of a smaller argument`);
    last = exp(x);
  }
});

Deno.test("log() is within 1 ulp over all magnitudes", () => {
  const anyMagnitude = (source: Random) => exp(between(-708, 709, source));
  assert(worst(log, ulpsFromLog, anyMagnitude) < 1);
});

Deno.test("log() is within 1 ulp around 1, where its result is small", () => {
  assert(worst(log, ulpsFromLog, (source) => between(0.5, 2, source)) < 1);
  assert(worst(log, ulpsFromLog, (source) => between(1 - 1e-7, 1 + 1e-7, source)) < 1);
});

Deno.test("log() is within 1 ulp of subnormal numbers", () => {
  assert(worst(log, ulpsFromLog, (source) => 5e-324 * (1 + source.uint32())) < 1);
  assert(worst(log, ulpsFromLog, (source) => between(1e-310, 2e-308, source)) < 1);
});

Deno.test("log() is exact at 1, 0 and infinity, and returns NaN for negative numbers and NaN", () => {
  assertEquals([log(1), log(0), log(-0), log(Infinity)], [0, -Infinity, -Infinity, Infinity]);
  assertEquals([log(-1), log(-Infinity), log(-5e-324), log(NaN)], [NaN, NaN, NaN, NaN]);
});

Deno.test("log() of the largest and the smallest double is within 1 ulp", () => {
  assert(ulpsFromLog(log(Number.MAX_VALUE), Number.MAX_VALUE) < 1);
  assert(ulpsFromLog(log(Number.MIN_VALUE), Number.MIN_VALUE) < 1);
});

Deno.test("cosPi() is within 3 ulp", () => {
  assert(worst(cosPi, ulpsFromCosPi, (source) => between(0, 1, source)) < 3);
  assert(worst(cosPi, ulpsFromCosPi, (source) => between(-100, 100, source)) < 3);
});

Deno.test("cosPi() is exact at multiples of a quarter turn, even and periodic", () => {
  assertEquals([0, 0.5, 1, 1.5, 2, 2.5].map(cosPi), [1, 0, -1, 0, 1, 0]);
  assertEquals([-0.375, 1.625, 4.375].map(cosPi), [0.375, 0.375, 0.375].map(cosPi));
  assertEquals([cosPi(Infinity), cosPi(NaN)], [NaN, NaN]);
});
