/**
 * Encodes bytes as text that needs no escaping in JSON and in a page, and decodes it. Five characters
 * encode four bytes, where base64 needs 5.33. The alphabet has no quote, backslash or `<`; decoding
 * refuses other characters.
 *
 * @module
 */

const ALPHABET = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ" +
  ".-:+=^!/*?&_>()[]{}@%$#";
const BASE = 85;
const HIGHEST = BASE - 1;

/** The ASCII codes of the alphabet. */
const CODES = new TextEncoder().encode(ALPHABET);

const DIGITS = new Map(Array.from(ALPHABET, (character, digit) => [character, digit]));

/**
 * Encodes `bytes` in base 85. A last group of one to three bytes becomes two to four characters.
 *
 * @example
 * ```ts
 * import { toBase85 } from "./base85.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(toBase85(new Uint8Array([0, 0, 0, 84, 0])), "0000#00");
 * ```
 */
export function toBase85(bytes: Uint8Array): string {
  const groups = Math.ceil(bytes.length / 4);
  const codes = new Uint8Array(groups * 5);
  for (let group = 0; group < groups; group++) {
    let number = 0;
    for (let j = 0; j < 4; j++) number = number * 256 + (bytes[group * 4 + j] ?? 0);
    for (let j = 4; j >= 0; j--) {
      codes[group * 5 + j] = CODES[number % BASE]!;
      number = Math.floor(number / BASE);
    }
  }
  const missing = groups * 4 - bytes.length;
  return new TextDecoder().decode(codes.subarray(0, codes.length - missing));
}

/**
 * Decodes base 85.
 *
 * @example
 * ```ts
 * import { fromBase85, toBase85 } from "./base85.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const bytes = new Uint8Array([77, 97, 110, 0, 255]);
 * assertEquals(fromBase85(toBase85(bytes)), bytes);
 * ```
 *
 * @throws {TypeError} if `text` is not in base 85.
 */
export function fromBase85(text: string): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(Math.floor((text.length * 4) / 5));
  for (let i = 0, end = 0; i < text.length; i += 5, end += 4) {
    // Pad a shortened group with the highest digit, which restores its bytes.
    let number = 0;
    for (let j = i; j < i + 5; j++) {
      number = number * BASE + (j < text.length ? digit(text, j) : HIGHEST);
    }
    for (let j = end + 3; j >= end; j--) {
      bytes[j] = number; // A typed array stores the lowest byte and ignores indices beyond its end.
      number = Math.floor(number / 256);
    }
  }
  return bytes;
}

function digit(text: string, place: number): number {
  const found = DIGITS.get(text[place]!);
  if (found !== undefined) return found;
  throw new TypeError(
    `Cannot read base 85: found ${
      JSON.stringify(text[place])
    } at ${place}, expected one of ${ALPHABET}`,
  );
}
