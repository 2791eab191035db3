/**
 * The canonical bytes of a plain value, for cache keys: equal values give equal bytes, and different
 * values different ones, with no exception. Never decoded, so it has no reader.
 *
 * Each value is a tag, then what the tag says:
 *
 * | tag | value | followed by |
 * |---|---|---|
 * | `N` 4e | null | nothing |
 * | `T` 54, `F` 46 | true, false | nothing |
 * | `D` 44 | number | its float64, big-endian, 8 bytes; so `0` and `-0` differ |
 * | `S` 53 | string | length of its UTF-8 in bytes, u32; the UTF-8 |
 * | `B` 42 | `Uint8Array` | length, u32; the bytes |
 * | `A` 41 | array | length, u32; each element as a value |
 * | `O` 4f | object | number of keys, u32; for each key in code-unit order the key as an `S` value, then its value |
 *
 * u32 are big-endian. As each value says how long it is, no two run together: `["ab", "c"]` differs
 * from `["a", "bc"]`. What {@linkcode walkPlain} refuses is refused.
 *
 * @module
 */
import { ByteWriter } from "./byte_writer.ts";
import { walkPlain } from "./plain.ts";

/** What a key can be made of. */
export type PlainValue =
  | null
  | boolean
  | number
  | string
  | Uint8Array
  | readonly PlainValue[]
  | { readonly [key: string]: PlainValue };

const TAG = {
  null: 0x4e,
  true: 0x54,
  false: 0x46,
  number: 0x44,
  string: 0x53,
  bytes: 0x42,
  array: 0x41,
  object: 0x4f,
} as const;

/**
 * Encodes a plain value for hashing.
 *
 * @throws {CodecError} naming the path of the first part that is not plain.
 *
 * @example The order of keys does not matter, the type of values does
 * ```ts
 * import { canonicalBytes } from "./canonical.ts";
 * import { assertEquals, assertNotEquals } from "@std/assert";
 *
 * assertEquals(canonicalBytes({ a: 1, b: 2 }), canonicalBytes({ b: 2, a: 1 }));
 * assertNotEquals(canonicalBytes({ a: 1 }), canonicalBytes({ a: "1" }));
 * ```
 */
export function canonicalBytes(value: PlainValue): Uint8Array<ArrayBuffer> {
  const writer = new ByteWriter();
  const string = (text: string) => {
    writer.u8(TAG.string);
    writer.text(text);
  };
  walkPlain(value, {
    scalar(scalar) {
      if (typeof scalar !== "number") {
        return writer.u8(scalar === null ? TAG.null : TAG[`${scalar}`]);
      }
      writer.u8(TAG.number);
      writer.f64(scalar);
    },
    string,
    key: string,
    bytes(bytes) {
      writer.u8(TAG.bytes);
      writer.u32(bytes.byteLength);
      writer.bytes(bytes);
    },
    array(length) {
      writer.u8(TAG.array);
      writer.u32(length);
    },
    object(size) {
      writer.u8(TAG.object);
      writer.u32(size);
    },
  });
  return writer.written();
}
