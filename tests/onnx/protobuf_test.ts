import { assertEquals, assertThrows } from "@std/assert";
import { integer, joined, message, text } from "../../lib/onnx/protobuf.ts";

Deno.test("integer() writes seven bits per byte, up to the largest safe integer", () => {
  const cases: readonly (readonly [value: number, hex: string])[] = [
    [0, "00"],
    [127, "7f"],
    [128, "8001"],
    [16_384, "808001"],
    [4_294_967_296, "8080808010"],
    [Number.MAX_SAFE_INTEGER, "ffffffffffffff0f"],
  ];
  for (const [value, hex] of cases) assertEquals(integer(1, value).toHex(), `08${hex}`);
});

Deno.test("a field number above 15 needs a tag of two bytes", () => {
  assertEquals(integer(20, 2).toHex(), "a00102");
});

Deno.test("messages can be nested, texts are UTF-8, and an empty text is written", () => {
  assertEquals(
    message(7, [message(1, [text(2, "é")]), text(3, "")]).toHex(),
    "3a080a041202c3a91a00",
  );
  assertEquals(joined([]).length, 0);
});

Deno.test("integer() refuses numbers that are not integers from 0", () => {
  for (const value of [-1, 0.5, NaN, 2 ** 53]) {
    assertThrows(() => integer(1, value), RangeError, "expected a whole number from 0");
  }
});
