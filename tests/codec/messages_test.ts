/**
 * What refusals of the codec say was found, word by word.
 *
 * @module
 */
import { assertEquals } from "@std/assert";
import { CodecError } from "../../lib/codec/codec_error.ts";
import { describe } from "../../lib/codec/plain.ts";

class Named {}

const DESCRIBED: readonly (readonly [unknown, string])[] = [
  [undefined, "undefined"],
  [() => 1, "a function"],
  [Symbol("s"), "a symbol"],
  [1n, "a bigint"],
  [new Map(), "an instance of Map"],
  [new Named(), "an instance of Named"],
  [new (class {})(), "a class instance"],
  [Object.create({ constructor: undefined }), "a class instance"],
  [Object.create({ constructor: { name: 5 } }), "a class instance"],
  [Object.create(null), "an object without a prototype"],
];

Deno.test("each kind of value that is refused is called what it is", () => {
  for (const [value, words] of DESCRIBED) assertEquals(describe(value), words);
});

Deno.test("an error of encoding names the path, one of decoding the byte too", () => {
  const encoding = new CodecError({ path: "$.a" }, "found x, expected y");
  assertEquals(encoding.message, "Cannot encode $.a: found x, expected y");
  assertEquals([encoding.path, encoding.offset], ["$.a", null]);
  for (const offset of [0, 7]) {
    const decoding = new CodecError({ path: "$.a", offset }, "found x, expected y");
    assertEquals(decoding.message, `Cannot decode byte ${offset} ($.a): found x, expected y`);
    assertEquals([decoding.path, decoding.offset], ["$.a", offset]);
  }
});
