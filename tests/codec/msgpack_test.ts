/**
 * That artifacts come back as they went in, in the documented bytes and without needless
 * copies.
 *
 * @module
 */
import { assert, assertEquals, assertStrictEquals } from "@std/assert";
import { encode } from "@msgpack/msgpack";
import { artifactDigest } from "../../lib/codec/digest.ts";
import { DTYPES, isDtype, tensorOn } from "../../lib/codec/dtype.ts";
import { decodeArtifact, encodeArtifact } from "../../lib/codec/msgpack.ts";
import { type Tensor, tensor, type Value } from "../../lib/codec/value.ts";
import { draws, randomValue } from "./random_value.ts";

function hex(value: Value): string {
  return encodeArtifact(value).toHex();
}

function roundTrip(value: Value): Value {
  return decodeArtifact(encodeArtifact(value));
}

const golden: readonly (readonly [name: string, value: Value, hex: string])[] = [
  ["null", null, "c0"],
  ["false", false, "c2"],
  ["true", true, "c3"],
  ["0", 0, "00"],
  ["127", 127, "7f"],
  ["128", 128, "cc80"],
  ["256", 256, "cd0100"],
  ["65536", 65536, "ce00010000"],
  ["2^32", 2 ** 32, "cf0000000100000000"],
  ["2^53 - 1", 2 ** 53 - 1, "cf001fffffffffffff"],
  ["2^53", 2 ** 53, "cb4340000000000000"],
  ["-32", -32, "e0"],
  ["-33", -33, "d0df"],
  ["-129", -129, "d1ff7f"],
  ["-32769", -32769, "d2ffff7fff"],
  ["-2^31 - 1", -(2 ** 31) - 1, "d3ffffffff7fffffff"],
  ["0.5", 0.5, "cb3fe0000000000000"],
  ["text", "é", "a2c3a9"],
  ["32 letters", "a".repeat(32), "d920" + "61".repeat(32)],
  ["bytes", new Uint8Array([7]), "c40107"],
  ["an empty array", [], "90"],
  ["16 elements", Array(16).fill(1), "dc0010" + "01".repeat(16)],
  ["an empty object", {}, "80"],
  ["keys out of order", { b: 1, "": 2, a: 3, "10": 4, "9": 5 }, "85a002a2313004a13905a16103a16201"],
  [
    "a tensor",
    tensor("uint16", [2, 1], new Uint16Array([1, 0x203])),
    "c90000001654" + "01030206" + "0200000001000000" + "000000000000" + "01000302",
  ],
  [
    "a scalar tensor",
    tensor("int8", [], new Int8Array([-1])),
    "c90000000b54" + "01020006000000000000ff",
  ],
];

for (const [name, value, expected] of golden) {
  Deno.test(`encodeArtifact() writes ${name} in the documented bytes`, () => {
    assertEquals(hex(value), expected);
    assertEquals(roundTrip(value), value);
  });
}

Deno.test("tensors of the highest rank and of the largest dimension come back", () => {
  const deepest = tensor("uint8", Array(32).fill(1), new Uint8Array([7]));
  const largest = tensor("float32", [0, 2 ** 32 - 1], new Float32Array());
  assertEquals(
    hex(deepest),
    "c90000008b54" + "01012006" + "01000000".repeat(32) + "00".repeat(6) + "07",
  );
  assertEquals(hex(largest), "c90000001254" + "01070206" + "00000000ffffffff" + "00".repeat(6));
  for (const value of [deepest, largest]) assertEquals(roundTrip(value), value);
});

Deno.test("encodeArtifact() of a small model has the pinned digest", async () => {
  const bytes = encodeArtifact({
    weights: tensor("float32", [2, 3], new Float32Array([0, -0, NaN, Infinity, 1.5, -2])),
    classNames: ["zero", "one"],
    history: [{ epoch: 1, loss: 0.27441, accuracy: null }],
  });
  assertEquals<string>(
    await artifactDigest(bytes),
    "92001cd127221c127f4324b273f770269a35e306ccf5f10eb59a99df3a9e2ebf",
  );
});

Deno.test("decodeArtifact() gives back what was encoded, whatever it is", () => {
  for (let seed = 1; seed <= 1500; seed++) {
    const value = randomValue(draws(seed), seed % 4);
    const bytes = encodeArtifact(value);
    const decoded = decodeArtifact(bytes);
    assertEquals(decoded, value, `seed ${seed}`);
    assertEquals(encodeArtifact(decoded), bytes, `seed ${seed}`);
  }
});

Deno.test("encodeArtifact() writes what the library writes, where no tensor is in it", () => {
  for (let seed = 1; seed <= 300; seed++) {
    const json = JSON.stringify(randomValue(draws(seed), 3));
    const value: Value = JSON.parse(json);
    assertEquals(encodeArtifact(value), encode(value, { sortKeys: true }), `seed ${seed}`);
  }
});

Deno.test("encodeArtifact() gives a buffer of exactly the document's size", () => {
  for (let seed = 1; seed <= 300; seed++) {
    const bytes = encodeArtifact(randomValue(draws(seed), 2));
    assertEquals([bytes.byteOffset, bytes.buffer.byteLength], [0, bytes.byteLength]);
  }
});

Deno.test("encodeArtifact() does not mind the order in which keys were added", () => {
  assertEquals(hex({ a: 1, b: { c: 2, d: 3 } }), hex({ b: { d: 3, c: 2 }, a: 1 }));
});

Deno.test("encodeArtifact() pads a tensor for the place that it is in", () => {
  const t = tensor("float64", [1], new Float64Array([Math.PI]));
  for (let length = 0; length < 20; length++) {
    const value = { a: "x".repeat(length), b: t, c: t };
    const bytes = encodeArtifact(value);
    assertEquals(decodeArtifact(bytes), value);
    const [b, c] = [...bytes.keys()].filter((i) => bytes[i] === 0xc9).map((i) =>
      i + 6 + 4 + 4 + bytes[i + 6 + 3]!
    );
    assertEquals([b! % 8, c! % 8], [0, 0], `after ${length} letters`);
  }
});

Deno.test("encodeArtifact() reads a tensor on a part of a buffer, shared or not", () => {
  const shared = new Float32Array(new SharedArrayBuffer(16), 4, 2);
  shared.set([1, 2]);
  const part = new Float32Array([9, 1, 2, 9]).subarray(1, 3);
  const expected = hex(tensor("float32", [2], new Float32Array([1, 2])));
  assertEquals(hex(tensor("float32", [2], shared)), expected);
  assertEquals(hex(tensor("float32", [2], part)), expected);
});

Deno.test("tensors of every element type keep every bit", () => {
  const bytes = Uint8Array.from({ length: 64 }, (_, i) => i % 3 === 0 ? 0xfe : i);
  for (const dtype of Object.keys(DTYPES).filter(isDtype)) {
    const t = tensorOn(dtype, [64 / DTYPES[dtype].itemBytes], bytes);
    const decoded = tensorFrom(roundTrip(t));
    assertEquals(decoded.dtype, dtype);
    assertEquals(new Uint8Array(decoded.data.buffer, decoded.data.byteOffset, 64), bytes);
  }
});

Deno.test("decodeArtifact() gives views on the bytes, aligned and in place", () => {
  const bytes = encodeArtifact({
    b: new Uint8Array([1, 2]),
    t: tensor("float64", [1], new Float64Array(1)),
  });
  const { b, t } = objectFrom(decodeArtifact(bytes));
  assert(b instanceof Uint8Array);
  const { data } = tensorFrom(t!);
  assertStrictEquals(b.buffer, bytes.buffer);
  assertStrictEquals(data.buffer, bytes.buffer);
  assertEquals(data.byteOffset % 8, 0);
  bytes[bytes.length - 1] = 0x40;
  assertEquals(data[0], 2);
});

Deno.test("decodeArtifact() copies a tensor where the bytes lie askew in their buffer", () => {
  const value = { t: tensor("float64", [2], new Float64Array([1, 2])) };
  const document = encodeArtifact(value);
  for (let shift = 1; shift < 9; shift++) {
    const askew = new Uint8Array(new ArrayBuffer(document.length + shift), shift);
    askew.set(document);
    const decoded = decodeArtifact(askew);
    assertEquals(decoded, value);
    const { data } = tensorFrom(objectFrom(decoded)["t"]!);
    assertEquals(data.buffer === askew.buffer, shift === 8);
  }
});

Deno.test("an object like a tensor, but for its fields, stays an object", () => {
  const likes: Value[] = [
    { dtype: "uint8", shape: [1], data: [1] },
    { dtype: "uint8", shape: [1], data: new Uint8Array(1), more: 1 },
    { dtype: "uint8", data: new Uint8Array(1) },
    // With commas between them, these are the keys of a tensor too.
    { "data,dtype": new Uint8Array(1), shape: [1] },
    { "data,dtype,shape": new Uint8Array(1) },
  ];
  for (const like of likes) assertEquals(roundTrip(like), like);
});

Deno.test("names of Object's own members are keys like any other", () => {
  const value = { constructor: 1, hasOwnProperty: 2, toString: 3, valueOf: 4, length: 5 };
  assertEquals(roundTrip(value), value);
});

Deno.test("64 levels of nesting come back, tensors and all", () => {
  let value: Value = tensor("uint8", [1], new Uint8Array(1));
  for (let i = 0; i < 64; i++) value = i % 2 === 0 ? [value] : { a: value };
  assertEquals(roundTrip(value), value);
});

function objectFrom(value: Value): { readonly [key: string]: Value } {
  assert(typeof value === "object" && value !== null && !Array.isArray(value));
  return value as { readonly [key: string]: Value };
}

function tensorFrom(value: Value): Tensor {
  assert(ArrayBuffer.isView(objectFrom(value)["data"]));
  return value as Tensor;
}
