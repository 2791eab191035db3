/**
 * Where two artifacts differ, and what stands there. `reproduce_test.ts` has it for whole runs.
 *
 * @module
 */
import { assertEquals, assertThrows } from "@std/assert";
import { encodeArtifact } from "../../lib/codec/msgpack.ts";
import { type Tensor, tensor, type Value } from "../../lib/codec/value.ts";
import { firstDifference } from "../../lib/engine/difference.ts";
import type { ReasonValue } from "../../lib/engine/reason.ts";

type Case = readonly [
  before: Value,
  after: Value,
  path: string,
  index: readonly number[] | null,
  was: ReasonValue,
  is: ReasonValue,
];

/** What is found, without the byte. */
function found(before: Value, after: Value): readonly unknown[] {
  const { output, path, index, before: was, after: is } = firstDifference(
    "model",
    encodeArtifact(before),
    encodeArtifact(after),
  );
  assertEquals(output, "model");
  return [path, index, was, is];
}

function check(cases: readonly Case[]): void {
  for (const [before, after, ...expected] of cases) {
    assertEquals<unknown>(found(before, after), expected);
    const [path, index, was, is] = expected;
    assertEquals<unknown>(found(after, before), [path, index, is, was]);
  }
}

const bytes = (...values: number[]) => Uint8Array.from(values);
const floats = (...values: number[]) =>
  tensor("float64", [values.length], Float64Array.from(values));
const grid = (shape: readonly number[], data: Uint8Array<ArrayBuffer>): Tensor =>
  tensor("uint8", shape, data);

const MAPS = ["map of data, dtype, more, shape", "map of data, dtype, less, shape"] as const;

Deno.test("firstDifference() shows numbers, truths and null as they are", () => {
  check([
    [1, 2, "$", null, 1, 2],
    [true, false, "$", null, true, false],
    [null, 0, "$", null, null, 0],
    [{ a: 1, b: { c: 2 } }, { a: 1, b: { c: 3 } }, "$.b.c", null, 2, 3],
  ]);
});

Deno.test("firstDifference() finds the first of several, in the order of keys and elements", () => {
  check([
    [{ b: 1, a: 1 }, { b: 2, a: 2 }, "$.a", null, 1, 2],
    [[1, [2, 3]], [1, [4, 5]], "$[1][0]", null, 2, 4],
    [[{ a: 0 }, { a: 1 }, 7], [{ a: 0 }, { a: 2 }, 8], "$[1].a", null, 1, 2],
  ]);
});

Deno.test("firstDifference() shows 40 characters of texts, from where they differ", () => {
  const long = "x".repeat(100);
  check([
    ["same", "sane", "$", [2], "me", "ne"],
    ["ab", "abc", "$", [2], "", "c"],
    [`a${long}`, `b${long}`, "$", [0], `a${"x".repeat(39)}`, `b${"x".repeat(39)}`],
    [long, 1, "$", null, "x".repeat(40), 1],
  ]);
});

Deno.test("firstDifference() shows the byte that differs, or how many there are", () => {
  check([
    [bytes(1, 2, 3), bytes(1, 2, 4), "$", [2], 3, 4],
    [bytes(9, 2), bytes(1, 2), "$", [0], 9, 1],
    [bytes(1), bytes(1, 2), "$", null, "1 bytes", "2 bytes"],
  ]);
});

Deno.test("firstDifference() says of containers how they differ as a whole", () => {
  check([
    [[1, 2], [1, 2, 3], "$", null, "list of 2", "list of 3"],
    [{ a: 1, b: 2 }, { a: 1, c: 2 }, "$", null, "map of a, b", "map of a, c"],
    [{ x: [] }, { x: {} }, "$.x", null, "list of 0", "map of "],
    [[1], bytes(1), "$", null, "list of 1", "1 bytes"],
    [{ x: [1] }, { x: "y" }, "$.x", null, "list of 1", "y"],
    [floats(1), [1], "$", null, "float64 tensor [1]", "list of 1"],
    [
      grid([2, 3], new Uint8Array(6)),
      grid([3, 2], new Uint8Array(6)),
      "$",
      null,
      "uint8 tensor [2, 3]",
      "uint8 tensor [3, 2]",
    ],
    [
      tensor("int8", [1], new Int8Array(1)),
      grid([1], new Uint8Array(1)),
      "$",
      null,
      "int8 tensor [1]",
      "uint8 tensor [1]",
    ],
  ]);
});

Deno.test("firstDifference() names an element of a tensor by one number an axis", () => {
  for (
    const [shape, flat, index] of [
      [[24], 17, [17]],
      [[4, 6], 17, [2, 5]],
      [[2, 3, 4], 17, [1, 1, 1]],
      [[2, 3, 4], 23, [1, 2, 3]],
      [[2, 1, 12], 12, [1, 0, 0]],
    ] as const
  ) {
    const data = new Uint8Array(24);
    data[flat] = 5;
    check([[grid(shape, new Uint8Array(24)), grid(shape, data), "$", index, 0, 5]]);
  }
  check([[grid([], bytes(1)), grid([], bytes(2)), "$", [], 1, 2]]);
});

Deno.test("firstDifference() looks at the bytes of elements, and shows what JSON has no word for", () => {
  check([
    [floats(1, 0, 2), floats(1, -0, 2), "$", [1], 0, "-0"],
    [floats(1, NaN), floats(1, 2), "$", [1], "NaN", 2],
    [floats(Infinity, 1), floats(-Infinity, 2), "$", [0], "Infinity", "-Infinity"],
    [{ a: floats(NaN), b: 1 }, { a: floats(NaN), b: 2 }, "$.b", null, 1, 2],
  ]);
  // The last byte of an element alone.
  const [one, next] = [1, 1 + Number.EPSILON];
  check([[floats(0, one), floats(0, next), "$", [1], one, next]]);
});

Deno.test("firstDifference() takes maps that are much like tensors for maps", () => {
  const like = { dtype: "uint8", shape: [1], data: bytes(1) };
  check([
    [{ ...like, more: 1 }, { ...like, more: 2 }, "$.more", null, 1, 2],
    [{ ...like, more: 1 }, { ...like, less: 1 }, "$", null, ...MAPS],
    [{ data: bytes(1), dtype: "x" }, { data: bytes(2), dtype: "x" }, "$.data", [0], 1, 2],
    [{ data: bytes(1), z: 1 }, { data: bytes(1), z: 2 }, "$.z", null, 1, 2],
    [{ dtype: 1, shape: 1, data: [1] }, { dtype: 1, shape: 1, data: [2] }, "$.data[0]", null, 1, 2],
  ]);
});

Deno.test("firstDifference() tells a text from what would be described by it", () => {
  check([
    ["list of 1", [1], "$", null, "list of 1", "list of 1"],
    [{ a: "map of b" }, { a: { b: 1 } }, "$.a", null, "map of b", "map of b"],
  ]);
});

Deno.test("firstDifference() counts bytes from the start of the document", () => {
  const at = (before: Value, after: Value) =>
    firstDifference("x", encodeArtifact(before), encodeArtifact(after)).byteOffset;
  assertEquals(at(1, 2), 0);
  assertEquals(at([1, 2], [1, 3]), 2);
  assertEquals(at("ab", "ac"), 2);
});

Deno.test("firstDifference() refuses documents that are equal", () => {
  const document = () => encodeArtifact({ a: [1, bytes(1), floats(NaN), "x"], b: null });
  assertThrows(
    () => firstDifference("model", document(), document()),
    Error,
    'The documents of output "model" are equal',
  );
});
