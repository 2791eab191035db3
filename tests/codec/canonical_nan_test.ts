import { assert, assertEquals, assertThrows } from "@std/assert";
import { canonicalizeNaN, offsetOfOddNaN } from "../../lib/codec/canonical_nan.ts";
import { CodecError } from "../../lib/codec/codec_error.ts";
import { decodeArtifact, encodeArtifact } from "../../lib/codec/msgpack.ts";
import { tensor } from "../../lib/codec/value.ts";

const FLOAT32_BITS = [0xffc00000, 0x7f800001, 0xff800001, 0x7fffffff, 0xffffffff, 0x7fc00001];
const FLOAT64_BITS = [
  0xfff8000000000000n,
  0x7ff0000000000001n,
  0xffffffffffffffffn,
  0x7ff8000000000001n,
];

/** A value with a NaN of the given bits between numbers whose bits lie next to NaN's. */
function withFloat32(bits: number): Uint8Array<ArrayBuffer> {
  const data = new Float32Array([-0, Infinity, 0, -Infinity, 1.5]);
  new Uint32Array(data.buffer)[2] = bits;
  return encodeArtifact({ name: "a", t: tensor("float32", [5], data) });
}

function withFloat64(bits: bigint): Uint8Array<ArrayBuffer> {
  const data = new Float64Array([-0, Infinity, 0, -Infinity, 1.5]);
  new BigUint64Array(data.buffer)[2] = bits;
  return encodeArtifact([1, tensor("float64", [5], data), "z"]);
}

Deno.test("encodeArtifact() gives NaN in a tensor the same bytes, whatever its bits are", () => {
  const [one, other] = [withFloat32(0x7fc00000), withFloat64(0x7ff8000000000000n)];
  for (const bits of FLOAT32_BITS) assertEquals(withFloat32(bits), one);
  for (const bits of FLOAT64_BITS) assertEquals(withFloat64(bits), other);
});

Deno.test("canonicalizeNaN() changes each NaN wherever it stands, and no number beside it", () => {
  const numbers = [0x80000000, 0x7f800000, 0, 0xff800000, 0x3fc00000, 0x7f7fffff, 1];
  for (let places = 1; places < 1 << numbers.length; places++) {
    const isNaNAt = (i: number): boolean => (places >> i & 1) === 1;
    const words = Uint32Array.from(numbers, (bits, i) => isNaNAt(i) ? 0xffc00001 : bits);
    assertEquals(offsetOfOddNaN("float32", new Uint8Array(words.buffer)), 4 * firstBit(places));
    canonicalizeNaN("float32", new Uint8Array(words.buffer));
    assertEquals([...words], numbers.map((bits, i) => isNaNAt(i) ? 0x7fc00000 : bits));
    assertEquals(offsetOfOddNaN("float32", new Uint8Array(words.buffer)), -1);
  }
});

Deno.test("canonicalizeNaN() does so in double precision, and on a part of a buffer", () => {
  const odd = 0xfff8000000000000n;
  const words = BigUint64Array.of(odd, 1n, odd, 0x7ff0000000000000n, odd, odd);
  const part = new Uint8Array(words.buffer, 8, 32);
  assertEquals(offsetOfOddNaN("float64", part), 8);
  canonicalizeNaN("float64", part);
  const nan = 0x7ff8000000000000n;
  assertEquals(words, BigUint64Array.of(odd, 1n, nan, 0x7ff0000000000000n, nan, odd));
  assertEquals(offsetOfOddNaN("float64", part), -1);
});

Deno.test("whole numbers, and tensors without elements, have no NaN", () => {
  const bytes = new Uint8Array(8).fill(0xff);
  for (const dtype of ["uint8", "int8", "uint16", "int16", "uint32", "int32"] as const) {
    assertEquals(offsetOfOddNaN(dtype, bytes), -1);
    canonicalizeNaN(dtype, bytes);
  }
  assertEquals(bytes, new Uint8Array(8).fill(0xff));
  for (const dtype of ["float32", "float64"] as const) {
    assertEquals(offsetOfOddNaN(dtype, new Uint8Array()), -1);
  }
});

Deno.test("encodeArtifact() leaves the elements that it was given as they were", () => {
  const data = new Float32Array(2);
  const words = new Uint32Array(data.buffer);
  words[1] = 0xffc00001;
  encodeArtifact(tensor("float32", [2], data));
  assertEquals(words, new Uint32Array([0, 0xffc00001]));
});

Deno.test("bytes and whole numbers that look like NaN are kept", () => {
  const bytes = new Uint8Array([0, 0, 0xc0, 0xff, 0, 0, 0xc0, 0xff]);
  const words = new Uint32Array([0xffc00001, 0xffffffff]);
  const value = { bytes, words: tensor("uint32", [2], words) };
  assertEquals(decodeArtifact(encodeArtifact(value)), value);
});

Deno.test("decodeArtifact() refuses NaN in another bit pattern and names the byte", () => {
  const documents: readonly (readonly [Uint8Array<ArrayBuffer>, number])[] = [
    [withFloat32(0x7fc00000), 4],
    [withFloat64(0x7ff8000000000000n), 8],
  ];
  for (const [document, itemBytes] of documents) {
    const at = indexOfCanonicalNaN(document, itemBytes);
    const shift = 1;
    for (const start of [0, shift]) {
      const copy = new Uint8Array(new ArrayBuffer(document.length + start), start);
      copy.set(document);
      decodeArtifact(copy.slice());
      copy[at + itemBytes - 1]! |= 0x80;
      const error = assertThrows(() => decodeArtifact(copy), CodecError, "another bit pattern");
      assertEquals(error.offset, at);
      assert(error.path === "$.t" || error.path === "$[1]", error.path);
    }
  }
});

/** The place of the lowest bit that is set. */
function firstBit(bits: number): number {
  return 31 - Math.clz32(bits & -bits);
}

/** Where the one NaN of a document starts. */
function indexOfCanonicalNaN(document: Uint8Array, itemBytes: number): number {
  const pattern = itemBytes === 4 ? [0, 0, 0xc0, 0x7f] : [0, 0, 0, 0, 0, 0, 0xf8, 0x7f];
  return document.findIndex((_, i) => pattern.every((byte, j) => document[i + j] === byte));
}
