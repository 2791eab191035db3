import { assert, assertEquals } from "@std/assert";
import { exp } from "../../../lib/ml/exp.ts";
import { exp32, LOWEST } from "../../../lib/ml/kernel/exp32.ts";
import { log32 } from "../../../lib/ml/kernel/log32.ts";
import { log } from "../../../lib/ml/log.ts";

const number = new Float32Array(1);
const bits = new Uint32Array(number.buffer);
const SMALLEST_NORMAL = 0x0080_0000;
const LARGEST = 0x7f7f_ffff;

function fromBits(pattern: number): number {
  bits[0] = pattern;
  return number[0]!;
}

function toBits(x: number): number {
  number[0] = x;
  return bits[0]!;
}

/** |got - truth| in units in the last place of single precision. */
function ulps(got: number, truth: number): number {
  const above = toBits(Math.abs(truth)) & 0xff80_0000;
  const unit = fromBits(Math.max(above, SMALLEST_NORMAL)) / 0x80_0000;
  return Math.abs(got - truth) / unit;
}

/** The largest error over numbers of all magnitudes: every `stride`-th bit pattern. */
function worst(
  got: (x: number) => number,
  truth: (x: number) => number,
  [from, to, stride]: readonly [number, number, number],
): number {
  let largest = 0;
  for (let pattern = from; pattern <= to; pattern += stride) {
    const x = fromBits(pattern);
    largest = Math.max(largest, ulps(got(x), truth(x)));
  }
  return largest;
}

Deno.test("exp32() is within 1.1 ulp of exp() over its whole range", () => {
  const negative = 0x8000_0000;
  assert(worst(exp32, exp, [negative, toBits(LOWEST), 1999]) < 1.1);
  assert(worst(exp32, exp, [toBits(-1e-4), toBits(LOWEST), 211]) < 1.1);
});

Deno.test("exp32() returns 1 for 0, 0 below LOWEST, and NaN for NaN", () => {
  const below = fromBits(toBits(LOWEST) + 1);
  assertEquals([0, -0, below, -1e30, -Infinity, NaN].map(exp32), [1, 1, 0, 0, 0, NaN]);
  assert(exp32(LOWEST) > 0);
});

Deno.test("log32() is within 1 ulp of log() over all normal numbers", () => {
  assert(worst(log32, log, [SMALLEST_NORMAL, LARGEST, 1999]) < 1);
});

Deno.test("log32() is within 1 ulp around 1 and from 1 to 64, where the sums of softmax lie", () => {
  assert(worst(log32, log, [toBits(0.9), toBits(1.1), 3]) < 1);
  assert(worst(log32, log, [toBits(1), toBits(64), 101]) < 1);
});

Deno.test("log32() returns 0 for 1, infinity for infinity and NaN for NaN", () => {
  assertEquals([1, Infinity, NaN].map(log32), [0, Infinity, NaN]);
});
