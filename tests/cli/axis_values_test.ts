import { assert, assertEquals } from "@std/assert";
import { axisValues } from "../../lib/cli/axis_values.ts";
import type { ParamValue } from "../../lib/engine/params.ts";

const NUMBER = { type: "number", default: 1, description: "a rate" } as const;
const INTEGER = { type: "integer", default: 1, description: "a seed" } as const;

function values(spec: typeof NUMBER | typeof INTEGER, text: string): readonly ParamValue[] {
  const found = axisValues(spec, text);
  assert("values" in found, JSON.stringify(found));
  return found.values;
}

function problem(spec: typeof NUMBER | typeof INTEGER, text: string): string {
  const found = axisValues(spec, text);
  assert("problem" in found, JSON.stringify(found));
  return found.problem;
}

Deno.test("whole numbers of a range are those that were asked for, however large", () => {
  const trillion = 1_000_000_000_000;
  const four = [1, 2, 3, 4].map((i) => trillion + i);
  assertEquals(values(INTEGER, "1000000000001..1000000000004"), four);
  assertEquals(values(INTEGER, "1000000000001..1000000000004:4"), four);
  const last = Number.MAX_SAFE_INTEGER;
  assertEquals(values(INTEGER, `${last - 2}..${last}`), [last - 2, last - 1, last]);
  assertEquals(values(INTEGER, `1..${last}:3`), [1, 2 ** 52, last]);
  assertEquals(values(INTEGER, "0..49:50"), Array.from({ length: 50 }, (_, i) => i));
  assertEquals(values(INTEGER, "-3..3:3"), [-3, 0, 3]);
});

Deno.test("whole numbers at equal ratios are exact, or refused", () => {
  assertEquals(values(INTEGER, "logspace:1..1000:4"), [1, 10, 100, 1000]);
  assertEquals(values(INTEGER, "logspace:1000000000001..4000000000004:3"), [
    1_000_000_000_001,
    2_000_000_000_002,
    4_000_000_000_004,
  ]);
  assertEquals(values(INTEGER, "logspace:1..4503599627370496:53").at(-2), 2 ** 51);
  const wrong = problem(INTEGER, "logspace:1000000000000..1000000000000000:3");
  assertEquals(wrong.slice(0, wrong.indexOf(",")), "has a range with 31622776601683.793");
});

Deno.test("a step that is not whole is refused even where doubles have no room for fractions", () => {
  const wrong = problem(INTEGER, "9007199254740982..9007199254740991:3");
  assertEquals(wrong.slice(0, wrong.indexOf(",")), "has a range in steps of 4.5");
});

Deno.test("the ends of a range are the numbers that were typed, to the last bit", () => {
  assertEquals(values(NUMBER, "0.1..0.3333333333333333:3").at(-1), 0.3333333333333333);
  const third = "0.3333333333333333";
  assertEquals(values(NUMBER, `logspace:${third}..1000.0000000000001:2`), [
    0.3333333333333333,
    1000.0000000000001,
  ]);
  assertEquals(values(NUMBER, `${third}..${third}:1`), [0.3333333333333333]);
  assertEquals(values(NUMBER, "-0..1:2"), [0, 1]);
});

Deno.test("values between are those that a person would type, unless the range is too narrow", () => {
  assertEquals(values(NUMBER, "0.1..0.5:5"), [0.1, 0.2, 0.3, 0.4, 0.5]);
  assertEquals(values(NUMBER, "0..1:4"), [0, 0.333333333333, 0.666666666667, 1]);
  assertEquals(values(NUMBER, "1000000000001..1000000000004:4"), [
    1_000_000_000_001,
    1_000_000_000_002,
    1_000_000_000_003,
    1_000_000_000_004,
  ]);
});
