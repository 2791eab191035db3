/**
 * That the size of an artifact is foreseen to the byte on both sides of every boundary of MessagePack's
 * headers, held against the encoder of `@msgpack/msgpack`.
 *
 * @module
 */
import { assertEquals } from "@std/assert";
import { encode } from "@msgpack/msgpack";
import { measure } from "../../lib/codec/measure.ts";
import { encodeArtifact } from "../../lib/codec/msgpack.ts";
import { tensor, type Value } from "../../lib/codec/value.ts";

const NUMBERS = [0x20, 0x80, 0x100, 0x8000, 0x1_0000, 0x8000_0000, 0x1_0000_0000]
  .flatMap((n) => [n - 1, n, n + 1, 1 - n, -n, -n - 1])
  .concat([0.5, 1e300, Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER, 2 ** 53]);
const LENGTHS = [15, 16, 31, 32, 255, 256, 0xffff, 0x1_0000];
const LETTERS = { "1 byte": "a", "2 bytes": "ß", "3 bytes": "€", "4 bytes": "\u{1f600}" };

function sizesAgree(value: Value, name: string): void {
  const { size } = measure(value);
  assertEquals(size, encode(value).byteLength, name);
  assertEquals(encodeArtifact(value).byteLength, size, name);
}

Deno.test("numbers have the foreseen size around every boundary", () => {
  for (const number of NUMBERS) sizesAgree(number, String(number));
});

Deno.test("texts have the foreseen size around every boundary, whatever their letters take", () => {
  for (const [name, letter] of Object.entries(LETTERS)) {
    for (const length of LENGTHS) sizesAgree(letter.repeat(length), `${length} of ${name}`);
  }
  // Neighbours of the boundaries of UTF-8 and of surrogates.
  for (const text of ["\x7f\x80", "\u07ff\u0800", "\ud7ff\ue000", "\uffff"]) {
    sizesAgree(text, JSON.stringify(text));
  }
});

Deno.test("bytes have the foreseen size around every boundary", () => {
  for (const length of LENGTHS) sizesAgree(new Uint8Array(length), String(length));
});

Deno.test("lists and maps have the foreseen size around every boundary", () => {
  for (const length of LENGTHS) {
    sizesAgree(Array(length).fill(null), `list of ${length}`);
    const entries = Array.from({ length }, (_, i) => [`k${i}`, i] as const);
    sizesAgree(Object.fromEntries(entries), `map of ${length}`);
  }
});

Deno.test("a tensor behind a list of 65,536 starts where it was foreseen", () => {
  const value = [...Array(0xffff).fill(7), tensor("float64", [2], new Float64Array([1, 2]))];
  assertEquals(encodeArtifact(value).byteLength, measure(value).size);
});
