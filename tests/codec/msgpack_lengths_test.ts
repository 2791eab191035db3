/**
 * Both sides of each length at which MessagePack takes another form of text, bytes, arrays and maps.
 *
 * @module
 */
import { assertEquals } from "@std/assert";
import { encode } from "@msgpack/msgpack";
import { decodeArtifact, encodeArtifact } from "../../lib/codec/msgpack.ts";
import type { Value } from "../../lib/codec/value.ts";

const LENGTHS = [0, 1, 15, 16, 31, 32, 255, 256, 65_535, 65_536];

const KINDS: Readonly<Record<string, (length: number) => Value>> = {
  "text": (length) => "a".repeat(length),
  "text of two bytes a character": (length) =>
    "é".repeat(Math.floor(length / 2)) + "a".repeat(length % 2),
  "bytes": (length) => new Uint8Array(length).fill(7),
  "an array": (length) => Array<number>(length).fill(1),
  "a map": (length) => Object.fromEntries(Array.from({ length }, (_, i) => [`k${i}`, i % 100])),
  "a key": (length) => ({ ["k".repeat(length)]: 1 }),
};

for (const [kind, make] of Object.entries(KINDS)) {
  Deno.test(`${kind} of any length is written as the library does, to the byte, and comes back`, () => {
    for (const length of LENGTHS) {
      // Alone, and where more follows.
      for (const value of [make(length), [make(length), make(1)]]) {
        const bytes = encodeArtifact(value);
        assertEquals(bytes, encode(value, { sortKeys: true }), `${length}`);
        assertEquals([bytes.byteOffset, bytes.buffer.byteLength], [0, bytes.byteLength]);
        assertEquals(encodeArtifact(decodeArtifact(bytes)), bytes, `${length}`);
      }
    }
  });
}
