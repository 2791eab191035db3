import { assertEquals } from "@std/assert";
import { tensor, type Value } from "../../lib/codec/value.ts";
import {
  exampleCount,
  exampleOf,
  isFields,
  isList,
  isTensor,
  partOf,
} from "../../lib/cli/value_part.ts";

const MATRIX = tensor("uint8", [2, 3], new Uint8Array([1, 2, 3, 4, 5, 6]));
const SCALAR = tensor("uint8", [], new Uint8Array([9]));
const BYTES = new Uint8Array([1, 2]);

Deno.test("a value is a tensor, a list, a map, or none of them", () => {
  const kinds = (value: Value) => [isTensor(value), isList(value), isFields(value)];
  assertEquals(kinds(MATRIX), [true, false, false]);
  assertEquals(kinds([1]), [false, true, false]);
  assertEquals(kinds({ a: 1 }), [false, false, true]);
  for (const value of [null, 1, "a", true, BYTES]) {
    assertEquals(kinds(value), [false, false, false]);
  }
});

Deno.test("a path leads through maps and lists, by their own names, and to nothing else", () => {
  const value: Value = { a: [{ b: 0 }, null], t: MATRIX, bytes: BYTES, text: "xy" };
  assertEquals(partOf(value, []), value);
  assertEquals(partOf(value, ["a", "0", "b"]), 0);
  assertEquals(partOf(value, ["a", "1"]), null);
  for (
    const path of [
      ["b"],
      ["a", "2"],
      ["a", "-1"],
      ["a", "1", "b"],
      ["a", "0", "b", "c"],
      ["b", "c"],
      ["t", "shape"],
      ["bytes", "0"],
      ["text", "0"],
      ["toString"],
      ["a", "map"],
    ]
  ) {
    assertEquals(partOf(value, path), undefined, path.join("."));
  }
});

Deno.test("examples are counted along the longest first axis, however deep it lies", () => {
  const longer = tensor("int8", [5], new Int8Array(5));
  assertEquals(exampleCount(MATRIX), 2);
  assertEquals(exampleCount(SCALAR), 0);
  assertEquals(exampleCount([MATRIX, { a: [longer], b: MATRIX }, 7]), 5);
  for (const value of [null, 12, "text", BYTES, [], {}, [1, 2, 3]]) {
    assertEquals(exampleCount(value), 0);
  }
  // More parts than one call takes arguments.
  assertEquals(exampleCount([...Array<number>(200_000).fill(1), MATRIX]), 2);
});

Deno.test("an example is the part of each tensor at its index; the rest stays as it is", () => {
  const value: Value = { list: [MATRIX, 7], bytes: BYTES, SCALAR };
  const row = (...elements: number[]) => tensor("uint8", [3], new Uint8Array(elements));
  assertEquals(exampleOf(value, 0), { list: [row(1, 2, 3), 7], bytes: BYTES, SCALAR });
  assertEquals(exampleOf(value, 1), { list: [row(4, 5, 6), 7], bytes: BYTES, SCALAR });
  assertEquals(exampleOf(value, 2), value);
});
