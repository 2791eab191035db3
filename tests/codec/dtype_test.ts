import { assertEquals, assertStrictEquals } from "@std/assert";
import { dtypeOf, DTYPES, isDtype, tensorOn } from "../../lib/codec/dtype.ts";

/** What stands in documents that exist: a change here makes them unreadable. */
const TABLE = [
  ["uint8", 1, 1, Uint8Array],
  ["int8", 2, 1, Int8Array],
  ["uint16", 3, 2, Uint16Array],
  ["int16", 4, 2, Int16Array],
  ["uint32", 5, 4, Uint32Array],
  ["int32", 6, 4, Int32Array],
  ["float32", 7, 4, Float32Array],
  ["float64", 8, 8, Float64Array],
] as const;

Deno.test("each element type has its number, size and typed array for good", () => {
  assertEquals(
    Object.entries(DTYPES).map(([name, { code, itemBytes, array }]) => [
      name,
      code,
      itemBytes,
      array,
    ]),
    TABLE.map((row) => [...row]),
  );
  for (const [name, code, itemBytes, array] of TABLE) {
    assertEquals([dtypeOf(code), isDtype(name)], [name, true]);
    assertEquals(array.BYTES_PER_ELEMENT, itemBytes);
  }
});

Deno.test("no other number, name or value is an element type", () => {
  assertEquals([0, 9, 255, 1.5].map(dtypeOf), [undefined, undefined, undefined, undefined]);
  const others = ["", "UINT8", "float16", "int64", "toString", "__proto__", 1, null, undefined];
  assertEquals(others.filter(isDtype), []);
  // What is found by its text is not yet a name.
  assertEquals([["uint8"], { toString: () => "uint8" }].filter(isDtype), []);
});

Deno.test("tensorOn() lies on the bytes where they are aligned, else on a copy of them", () => {
  const buffer = Uint8Array.from({ length: 40 }, (_, i) => i).buffer;
  for (const [name, , itemBytes] of TABLE) {
    for (let start = 0; start < 16; start++) {
      const bytes = new Uint8Array(buffer, start, 16);
      const { dtype, shape, data } = tensorOn(name, [16 / itemBytes], bytes);
      assertEquals([dtype, shape, data.length], [name, [16 / itemBytes], 16 / itemBytes]);
      assertEquals(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), bytes);
      if (start % itemBytes === 0) assertStrictEquals(data.buffer, buffer);
      else assertEquals(data.buffer.byteLength, 16);
    }
  }
});
