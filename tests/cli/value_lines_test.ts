import { assertEquals } from "@std/assert";
import { tensor, type Value } from "../../lib/codec/value.ts";
import { valueLines } from "../../lib/cli/value_lines.ts";
import { summarise } from "../../lib/cli/value_summary.ts";

const lines = (value: Value): string[] => valueLines("v", summarise(value));

Deno.test("what is no list and no map takes one line", () => {
  const table: readonly (readonly [Value, string])[] = [
    [null, "null"],
    [true, "true"],
    [7, "7"],
    [123_456.789, "123500"],
    [123_456, "123456"],
    ["a\u001bb", '"a\\u001bb"'],
    [new Uint8Array([1, 255]), "bytes, 2 B: 01ff…"],
    [tensor("int8", [], new Int8Array([-3])), "int8  -3"],
    [tensor("float32", [1], new Float32Array([NaN])), "float32 (1): not finite"],
    [tensor("uint8", [2, 1], new Uint8Array([4, 5])), "uint8 (2, 1)  4 to 5: 4, 5"],
    [tensor("uint8", [0], new Uint8Array()), "uint8 (0): "],
  ];
  for (const [value, text] of table) assertEquals(lines(value), [`  v  ${text}`]);
});

Deno.test("text is shown as far as 60 characters, with its length if that is not all", () => {
  const text = (length: number) => "x".repeat(length);
  assertEquals(lines(text(60)), [`  v  "${text(60)}"`]);
  assertEquals(lines(text(61)), [`  v  text of 61 characters: "${text(60)}"…`]);
});

Deno.test("a tensor shows ten elements, and a mark if these are not all", () => {
  const of = (n: number) => tensor("uint8", [n], Uint8Array.from({ length: n }, (_, i) => i));
  assertEquals(lines(of(10)), ["  v  uint8 (10)  0 to 9: 0, 1, 2, 3, 4, 5, 6, 7, 8, 9"]);
  assertEquals(lines(of(11)), ["  v  uint8 (11)  0 to 10: 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, …"]);
});

Deno.test("numbers alone stand on one line, other parts on a line each, indented below", () => {
  assertEquals(lines([1, null, 0.5]), ["  v  1, null, 0.5"]);
  assertEquals(lines([1, 2, 3, 4, 5]), ["  v  1, 2, 3, and 2 more"]);
  assertEquals(lines({ a: 1, b: null }), ["  v  a 1, b null"]);
  assertEquals(lines([]), ["  v  list of 0"]);
  assertEquals(lines({}), ["  v  map of 0"]);
  assertEquals(lines([1, "b", [true], 4]), [
    "  v  list of 4",
    "    [0]  1",
    '    [1]  "b"',
    "    [2]  list of 1",
    "      [0]  true",
    "    and 1 more",
  ]);
  assertEquals(lines({ "a\nb": "c", d: { e: 1 } }), [
    "  v  map of 2",
    '    a b  "c"',
    "    d  e 1",
  ]);
});

Deno.test("a map shows 32 fields and says how many more there are", () => {
  const map = (n: number) =>
    Object.fromEntries(Array.from({ length: n }, (_, i) => [`k${i}`, "x"]));
  assertEquals(lines(map(32)).length, 33);
  assertEquals(lines(map(34)).slice(-2), ['    k31  "x"', "    and 2 more"]);
});

Deno.test("a line has at most 100 characters", () => {
  const long = (name: string) => valueLines(name, summarise(1));
  assertEquals(long("n".repeat(95)), [`  ${"n".repeat(95)}  1`]);
  assertEquals(long("n".repeat(96)), [`  ${"n".repeat(96)} …`]);
  const numbers = Object.fromEntries(Array.from({ length: 30 }, (_, i) => [`key${i}`, i]));
  assertEquals(lines(numbers).map((line) => [line.length, line.at(-1)]), [[100, "…"]]);
});
