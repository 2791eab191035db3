import { assertEquals } from "@std/assert";
import { count, duration, figure, instant, size } from "../../lib/cli/units.ts";

/** Holds a function against a table of arguments and texts. */
function holds<T>(text: (value: T) => string, table: readonly (readonly [T, string])[]): void {
  for (const [value, expected] of table) assertEquals(text(value), expected, String(value));
}

Deno.test("spans of time change their unit where the smaller one would show a whole larger one", () => {
  holds(duration, [
    [0, "0 ms"],
    [0.4, "0 ms"],
    [999.4, "999 ms"],
    [999.5, "1.0 s"],
    [1_000, "1.0 s"],
    [59_949, "59.9 s"],
    [59_950, "1 min 00 s"],
    [60_499, "1 min 00 s"],
    [3_599_499, "59 min 59 s"],
    [3_599_500, "1 h 00 min"],
    [3_600_000, "1 h 00 min"],
    [7_229_000, "2 h 00 min"],
    [7_230_000, "2 h 01 min"],
    [360_000_000, "100 h 00 min"],
  ]);
});

Deno.test("sizes change their unit where the smaller one would show 1000.0, up to terabytes", () => {
  holds(size, [
    [0, "0 B"],
    [999, "999 B"],
    [1_000, "1.0 kB"],
    [999_949, "999.9 kB"],
    [999_950, "1.0 MB"],
    [999_950_000, "1.0 GB"],
    [999_950_000_000, "1.0 TB"],
    [5e15, "5000.0 TB"],
  ]);
});

Deno.test("figures have four digits after the point, tiny and huge ones four digits that count", () => {
  holds(figure, [
    [0, "0"],
    [-0, "0"],
    [0.92431, "0.9243"],
    [-0.92437, "-0.9244"],
    [12, "12"],
    [0.001, "0.001"],
    [0.00123456, "0.0012"],
    [0.000999944, "0.0009999"],
    [0.0000123456, "0.00001235"],
    [0.000001, "0.000001"],
    [9.87654e-7, "9.877e-7"],
    [123_456_789.123456, "123456789.1235"],
    [999_999_999_999_999, "999999999999999"],
    [1e15, "1000000000000000"],
    [-1.23456e20, "-123500000000000000000"],
    [1.23456e21, "1.235e+21"],
    [NaN, "NaN"],
    [-Infinity, "-Infinity"],
  ]);
});

Deno.test("a count has its noun in the singular for one only", () => {
  holds((n: number) => count(n, "stage"), [[0, "0 stages"], [1, "1 stage"], [2, "2 stages"]]);
});

Deno.test("an instant loses its fraction of a second, and is left as it is if it is none", () => {
  holds(instant, [
    ["2026-10-17T12:00:09.120Z", "2026-10-17 12:00:09 UTC"],
    ["2026-10-17T12:00:09Z", "2026-10-17 12:00:09 UTC"],
    ["2026-10-17T12:00:09.Z", "2026-10-17T12:00:09.Z"],
    ["2026-10-17T12:00:09+01:00", "2026-10-17T12:00:09+01:00"],
    ["on 2026-10-17T12:00:09Z", "on 2026-10-17T12:00:09Z"],
    ["2026-10-17T12:00:09Z, about", "2026-10-17T12:00:09Z, about"],
    ["", ""],
  ]);
});
