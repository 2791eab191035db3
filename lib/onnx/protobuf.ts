/**
 * Writes messages in the wire format of Protocol Buffers (protobuf.dev, "Encoding"), as far as an ONNX
 * model needs it. It has no schema: callers pass the field numbers. It does not read messages.
 *
 * @module
 */

/** An encoded field with its tag. A message is the concatenation of its fields. */
export type Field = Uint8Array;

/** Wire types. */
const VARINT = 0;
const LENGTH_DELIMITED = 2;

const encoder = new TextEncoder();

/**
 * A field of type `int64`, `int32` or `enum`.
 *
 * @example The first example of Protocol Buffers' own documentation
 * ```ts
 * import { integer } from "./protobuf.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(integer(1, 150).toHex(), "089601");
 * ```
 *
 * @throws {RangeError} if `value` is not an integer from 0 to 2^53 - 1.
 */
export function integer(number: number, value: number): Field {
  return joined([tag(number, VARINT), varint(value)]);
}

/**
 * A field of type `string`.
 *
 * @example
 * ```ts
 * import { text } from "./protobuf.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(text(2, "testing").toHex(), "120774657374696e67");
 * ```
 */
export function text(number: number, value: string): Field {
  return bytes(number, encoder.encode(value));
}

/**
 * A field of type `bytes`.
 *
 * @example
 * ```ts
 * import { bytes } from "./protobuf.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(bytes(1, Uint8Array.of(255)).toHex(), "0a01ff");
 * ```
 */
export function bytes(number: number, value: Uint8Array): Field {
  return joined([tag(number, LENGTH_DELIMITED), varint(value.length), value]);
}

/**
 * A field whose value is a message.
 *
 * @example
 * ```ts
 * import { integer, message } from "./protobuf.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(message(3, [integer(1, 150)]).toHex(), "1a03089601");
 * ```
 */
export function message(number: number, fields: readonly Field[]): Field {
  return bytes(number, joined(fields));
}

/**
 * A whole message.
 *
 * @example
 * ```ts
 * import { integer, joined } from "./protobuf.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(joined([integer(1, 1), integer(2, 300)]).toHex(), "080110ac02");
 * ```
 */
export function joined(fields: readonly Field[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(fields.reduce((length, field) => length + field.length, 0));
  let at = 0;
  for (const field of fields) {
    whole.set(field, at);
    at += field.length;
  }
  return whole;
}

function tag(number: number, wireType: number): Uint8Array {
  return varint(number * 8 + wireType);
}

/** Seven bits per byte, the lowest first; a byte's highest bit is 1 if more bytes follow. */
function varint(value: number): Uint8Array {
  if (!Number.isSafeInteger(value) || value < 0) {
    throw new RangeError(`Cannot write ${value} as a varint: expected a whole number from 0`);
  }
  const lowerBytes: number[] = [];
  for (; value >= 128; value = Math.floor(value / 128)) lowerBytes.push(value % 128 + 128);
  return Uint8Array.of(...lowerBytes, value);
}
