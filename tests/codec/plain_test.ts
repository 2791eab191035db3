import { assertEquals } from "@std/assert";
import { describe } from "../../lib/codec/plain.ts";

Deno.test("describe() says what a value is that is no plain data", () => {
  const table: readonly (readonly [value: unknown, description: string])[] = [
    [undefined, "undefined"],
    [() => 1, "a function"],
    [Symbol("s"), "a symbol"],
    [1n, "a bigint"],
    ["text", "a string"],
    [new Map(), "an instance of Map"],
    [new Date(0), "an instance of Date"],
    [new (class Point {})(), "an instance of Point"],
    [new (class List extends Array {})(), "an instance of List"],
    [new (class {})(), "a class instance"],
    [Object.create({ constructor: { name: 5 } }), "a class instance"],
    [Object.create({ constructor: undefined }), "a class instance"],
    [Object.create(null), "an object without a prototype"],
  ];
  for (const [value, description] of table) assertEquals(describe(value), description);
});
