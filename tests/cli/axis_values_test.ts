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

Deno.test("what is wrong with a range says how to write it, with what was typed", () => {
  const table: readonly (readonly [typeof NUMBER | typeof INTEGER, string, string])[] = [
    [NUMBER, "3..1:5", 'has an empty range, "3..1:5"; write the lower end first: 1..3:5'],
    [INTEGER, "3..1", 'has an empty range, "3..1"; write the lower end first: 1..3'],
    [
      NUMBER,
      "logspace:1e1..1:2",
      'has an empty range, "logspace:1e1..1:2"; write the lower end first: logspace:1..1e1:2',
    ],
    [NUMBER, "1..2", 'has a range without a number of values, "1..2"; write it so: 1..2:5'],
    [NUMBER, "1..2:0", 'has an empty range, "1..2:0"; ask for at least 1 value'],
    [NUMBER, "1..2:1", 'has a range with one value, "1..2:1"; write 1 or 2'],
    [NUMBER, "logspace:0..1:2", "has a logspace from 0; it must start above 0"],
    [NUMBER, "logspace:-1..1:2", "has a logspace from -1; it must start above 0"],
    [INTEGER, "1..1000001", "has 1000001 values, expected at most 1000000"],
    [NUMBER, "", "has no values to try; write them with commas between them"],
  ];
  for (const [spec, text, expected] of table) assertEquals(problem(spec, text), expected);
  assertEquals(values(INTEGER, "1..1000000").length, 1_000_000);
});
