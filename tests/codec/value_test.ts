import { assertEquals, assertStrictEquals, assertThrows } from "@std/assert";
import { tensor } from "../../lib/codec/value.ts";

Deno.test("tensor() takes any shape whose product is the number of elements, and copies nothing", () => {
  for (const shape of [[6], [2, 3], [1, 6, 1], [3, 2, 1, 1]]) {
    const data = new Float32Array(6);
    const made = tensor("float32", shape, data);
    assertEquals(made, { dtype: "float32", shape, data });
    assertStrictEquals(made.data, data);
  }
  assertEquals(tensor("uint8", [], Uint8Array.of(5)).shape, []);
  for (const shape of [[0], [3, 0], [0, 2 ** 40]]) {
    assertEquals(tensor("uint8", shape, new Uint8Array()).shape, shape);
  }
});

Deno.test("tensor() refuses a shape with another number of elements", () => {
  for (const [shape, length] of [[[2, 3], 5], [[2, 3], 7], [[], 0], [[], 2], [[0], 1]] as const) {
    assertThrows(() => tensor("uint8", shape, new Uint8Array(length)), RangeError);
  }
});

Deno.test("tensor() refuses sizes that are no whole numbers from 0, whatever their product is", () => {
  for (const shape of [[-2, -3], [0.5, 12], [NaN], [2 ** 53, 0], [Infinity, 0], [-0.5, 0]]) {
    const length = Math.max(0, shape.reduce((product, n) => product * n, 1) || 0);
    assertThrows(() => tensor("uint8", shape, new Uint8Array(length)), RangeError);
  }
});
