import { assertEquals, assertThrows } from "@std/assert";
import { labelsOf, oneHot } from "../../lib/ml/one_hot.ts";

Deno.test("oneHot() returns 1 in the true class's column and 0 elsewhere", () => {
  assertEquals([...oneHot([2, 0], 3)], [0, 0, 1, 1, 0, 0]);
  assertEquals(oneHot([], 10).length, 0);
});

Deno.test("labelsOf() is the inverse of oneHot()", () => {
  const labels = Uint8Array.of(5, 0, 4, 1, 9, 2, 1, 3, 1, 4);
  assertEquals(labelsOf(oneHot(labels, 10), 10), labels);
  assertEquals(labelsOf(oneHot([255], 256), 256), Uint8Array.of(255));
});

Deno.test("oneHot() refuses a label that is not a class, and names its example", () => {
  assertThrows(() => oneHot([0, 3], 3), RangeError, "label 3 of example 1");
  assertThrows(() => oneHot([-1], 3), RangeError, "label -1 of example 0");
  assertThrows(() => oneHot([0.5], 3), RangeError, "label 0.5 of example 0");
});

Deno.test("labelsOf() refuses rows that are not one-hot", () => {
  assertThrows(() => labelsOf([0, 0, 0], 3), RangeError, "row 0");
  assertThrows(() => labelsOf([1, 0, 1, 1], 2), RangeError, "row 1");
  assertThrows(() => labelsOf([1, 2], 2), RangeError, "row 0");
});
