/**
 * That bytes from anywhere give a value or a `CodecError`, soon, and that a value is only given for
 * the bytes that it would be encoded to.
 *
 * @module
 */
import { assert, assertEquals, assertInstanceOf, assertThrows } from "@std/assert";
import { encode } from "@msgpack/msgpack";
import { CodecError } from "../../lib/codec/codec_error.ts";
import { decodeArtifact, encodeArtifact } from "../../lib/codec/msgpack.ts";
import { draws, randomValue } from "./random_value.ts";
import { sampleArtifact } from "./sample_artifact.ts";

/** Decodes; true if there is a value, which then must be encoded to the same bytes. */
function isTaken(bytes: Uint8Array<ArrayBuffer>): boolean {
  const given = bytes.toHex();
  try {
    assertEquals(encodeArtifact(decodeArtifact(bytes)).toHex(), given);
    return true;
  } catch (error) {
    assertInstanceOf(error, CodecError, `${given}: ${error}`);
    assert(error.offset !== null && error.offset <= bytes.length, `${given}: ${error.message}`);
    return false;
  }
}

function refusal(hex: string): CodecError {
  return assertThrows(() => decodeArtifact(Uint8Array.fromHex(hex)), CodecError);
}

Deno.test("every proper prefix of a document is refused", () => {
  const document = encodeArtifact(sampleArtifact());
  for (let length = 0; length < document.length; length++) {
    assertEquals(isTaken(document.slice(0, length)), false, `${length} bytes`);
  }
  assert(isTaken(document));
});

Deno.test("a document with any one byte changed is refused, or is that of another value", () => {
  const document = encodeArtifact(sampleArtifact());
  let taken = 0;
  for (let at = 0; at < document.length; at++) {
    for (let change = 1; change < 256; change++) {
      const bytes = document.slice();
      bytes[at]! ^= change;
      if (isTaken(bytes)) taken++;
    }
  }
  // Both happen: a test that only ever saw refusals, or none, would prove little.
  assert(taken > 1000 && taken < 255 * document.length / 2, `${taken}`);
});

Deno.test("a document with several bytes changed, cut out or put in is refused, or another's", () => {
  const draw = draws(7);
  let taken = 0;
  for (let i = 0; i < 20_000; i++) {
    const bytes = [...encodeArtifact(i % 4 === 0 ? randomValue(draw, 2) : sampleArtifact())];
    for (let edits = 1 + draw(4); edits > 0; edits--) {
      const inserted = Array.from({ length: draw(3) }, () => draw(256));
      bytes.splice(draw(bytes.length + 1), draw(3), ...inserted);
    }
    if (isTaken(Uint8Array.from(bytes))) taken++;
  }
  assert(taken > 500 && taken < 10_000, `${taken}`);
});

Deno.test("random bytes are refused, or are a small document", () => {
  const draw = draws(11);
  let taken = 0;
  for (let i = 0; i < 20_000; i++) {
    if (isTaken(Uint8Array.from({ length: draw(40) }, () => draw(256)))) taken++;
  }
  assert(taken > 100 && taken < 2000, `${taken}`);
});

const lengths: readonly (readonly [name: string, hex: string])[] = [
  ["text", "dbffffffff61"],
  ["bytes", "c6ffffffff00"],
  ["an array of 33 million", "dd01ffffff"],
  ["an array", "ddffffffff"],
  ["a map", "dfffffffff"],
  ["a map of 2^31", "df80000000a16101"],
  ["an extension", "c9ffffffff54"],
  ["an extension with a head", "c9ffffffff540101010000000000"],
];

for (const [name, hex] of lengths) {
  Deno.test(`the length of ${name} beyond the end is refused where it starts`, () => {
    assertEquals([refusal(hex).offset, refusal(`92c0${hex}`).offset], [0, 2]);
  });
}

Deno.test("arrays of arrays that promise more than there is are refused", () => {
  assertEquals(isTaken(Uint8Array.fromHex("dc8000".repeat(10_000))), false);
});

for (const [name, byte] of [["arrays", "91"], ["maps", "81a161"]] as const) {
  Deno.test(`100,000 ${name} inside one another are refused at the 65th`, () => {
    const error = refusal(byte.repeat(100_000) + "c0");
    assertEquals(error.offset, 64 * byte.length / 2);
    assert(error.message.length < 500);
  });
}

for (const [name, byte] of [["array", "90"], ["map", "80"]] as const) {
  Deno.test(`an empty ${name} is taken inside 63 others, and refused inside 64`, () => {
    assert(isTaken(Uint8Array.fromHex("91".repeat(63) + byte)));
    const error = refusal("91".repeat(64) + byte);
    assertEquals(error.offset, 64);
    assertEquals(error.path, `$${"[0]".repeat(64)}`);
  });
}

const others: readonly (readonly [name: string, hex: string, found: string, offset: number])[] = [
  ["no bytes at all", "", "the end", 0],
  ["a second document", "c0c0", "1 more bytes", 1],
  ["the byte that is never used", "c1", "marker 0xc1", 0],
  ["a float32", "ca3f000000", "marker 0xca", 0],
  ["a timestamp", "d6ff00000000", "marker 0xd6", 0],
  ["a short extension", "c70154" + "00", "marker 0xc7", 0],
  ["an extension of another type", "c90000000155" + "00", "extension type 85", 0],
  ["a key that is a number", "8101c0", "not text", 1],
  ["a key that is null", "81c0c0", "not text", 1],
  ["a key that is an array", "8190c0", "not text", 1],
  ["a key twice", "82a16101a16102", "second time", 4],
  ["keys out of order", "82a16201a16102", "out of order", 4],
  ["the key __proto__", "81a95f5f70726f746f5f5fc0", "__proto__", 1],
  ["NaN", "cb7ff8000000000000", "NaN", 0],
  ["Infinity", "cb7ff0000000000000", "Infinity", 0],
  ["-Infinity", "cbfff0000000000000", "-Infinity", 0],
  ["-0", "cb8000000000000000", "-0", 0],
  ["an integer as a float64", "cb3ff0000000000000", "1 as a float64", 0],
  ["1 in 2 bytes", "cc01", "longer form", 0],
  ["-1 in 2 bytes", "d0ff", "longer form", 0],
  ["5 as a signed integer", "d005", "longer form", 0],
  ["2^53", "cf0020000000000000", "beyond 2^53 - 1", 0],
  ["-2^53", "d3ffe0000000000000", "beyond 2^53 - 1", 0],
  ["2^64 - 1", "cfffffffffffffffff", "beyond 2^53 - 1", 0],
  ["short text in a long form", "d90161", "longer form", 0],
  ["short bytes in a long form", "c5000100", "longer form", 0],
  ["a short array in a long form", "dc000101", "longer form", 0],
  ["a short map in a long form", "de0001a16101", "longer form", 0],
  ["UTF-8 cut short", "a1c3", "not UTF-8", 0],
  ["UTF-8 of half a surrogate pair", "a3eda080", "not UTF-8", 0],
  ["UTF-8 in too many bytes", "a2c080", "not UTF-8", 0],
  ["bad UTF-8 in a key", "81a1ff01", "not UTF-8", 1],
  ["a byte-order mark", "a3efbbbf", "byte-order mark", 0],
  [
    "a tensor written as a map",
    "83a464617461c40100a56474797065a575696e7438a573686170659101",
    "map",
    0,
  ],
];

for (const [name, hex, found, offset] of others) {
  Deno.test(`decodeArtifact() refuses ${name} and says where`, () => {
    const error = refusal(hex);
    assert(error.message.includes(found), error.message);
    assertEquals(error.offset, offset);
  });
}

// A uint8 tensor of shape [1]: head of 8 bytes from byte 6, padding of 2.
const heads: readonly (readonly [name: string, payload: string, found: string])[] = [
  ["no head", "0101", "a tensor of 2 bytes"],
  ["another layout version", "02010102" + "01000000" + "0000" + "07", "layout version 2"],
  ["an unknown element type", "01090102" + "01000000" + "0000" + "07", "element type 9"],
  ["a rank of 33", "01012102" + "01000000".repeat(33) + "0000" + "07", "rank 33"],
  ["too little padding", "01010101" + "01000000" + "00" + "07", "1 bytes of padding"],
  ["too much padding", "0101010a" + "01000000" + "00".repeat(10) + "07", "10 bytes of padding"],
  ["padding that is not zero", "01010102" + "01000000" + "0001" + "07", "padding that is not zero"],
  ["a shape cut short", "01010206" + "01000000", "a tensor of 8 bytes"],
  [
    "too few elements",
    "01010102" + "02000000" + "0000" + "07",
    "1 bytes for a uint8 tensor of shape [2]",
  ],
  ["too many elements", "01010102" + "01000000" + "0000" + "0707", "2 bytes for a uint8"],
  ["part of an element", "01030102" + "01000000" + "0000" + "07", "1 bytes for a uint16"],
  [
    "a shape that overflows",
    "01010206" + "ffffffff".repeat(2) + "000000000000" + "07",
    "1 bytes for a uint8",
  ],
];

for (const [name, payload, found] of heads) {
  Deno.test(`a tensor with ${name} is refused`, () => {
    const length = (payload.length / 2).toString(16).padStart(8, "0");
    const error = refusal(`c9${length}54${payload}`);
    assert(error.message.includes(found), error.message);
    assertEquals(error.path, "$");
    assert(error.offset !== null && error.offset >= 6);
  });
}

Deno.test("a refusal names the path of what it refuses", () => {
  const document = encode({ epochs: [{ loss: 1 }, { "odd key": NaN }] });
  const error = assertThrows(() => decodeArtifact(document.slice()), CodecError);
  assertEquals(error.path, '$.epochs[1]["odd key"]');
});

Deno.test("decoding leaves Object's prototype alone, and takes all its names but one", () => {
  const before = Object.getOwnPropertyNames(Object.prototype);
  for (const key of ["__proto__", "constructor", "prototype"]) {
    const name = new TextEncoder().encode(key).toHex();
    const document = `81${(0xa0 + key.length).toString(16)}${name}81a16101`;
    assertEquals(isTaken(Uint8Array.fromHex(document)), key !== "__proto__");
  }
  assertEquals(Object.getOwnPropertyNames(Object.prototype), before);
});
