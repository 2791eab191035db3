/**
 * Rows that tell when a byte of them was changed. SQLite has no checksums: a bit that flips on the disk
 * inside a text would otherwise be read as if it had been written so.
 *
 * @module
 */

/**
 * JSON text with its checksum at the end.
 *
 * @example
 * ```ts
 * import { seal, unseal } from "./seal.ts";
 * import { assertEquals, assertThrows } from "@std/assert";
 *
 * const text = seal({ loss: 0.25 });
 * assertEquals(unseal(text), { loss: 0.25 });
 * assertThrows(() => unseal(text.replace("0.25", "0.35")), TypeError);
 * ```
 */
export function seal(value: unknown): string {
  const json = JSON.stringify(value);
  return `${json}\n${checksum(json)}`;
}

/**
 * The value of sealed text. Text without a seal, which earlier versions wrote, is read as it is.
 *
 * @throws {SyntaxError} if it is no JSON.
 * @throws {TypeError} if it is not what was sealed.
 */
export function unseal(text: string): unknown {
  const [, json, seal] = /^([^]*)\n([0-9a-f]{8})$/.exec(text) ?? [];
  if (json === undefined) return JSON.parse(text);
  if (checksum(json) === seal) return JSON.parse(json);
  throw new TypeError(`expected the checksum ${checksum(json)}, found ${seal}`);
}

/**
 * FNV-1a over code units, in 32 bits. Each of its steps is a bijection of the state, so a single
 * changed unit is always seen; several at once are missed once in four thousand million times.
 */
function checksum(text: string): string {
  let state = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) state = Math.imul(state ^ text.charCodeAt(i), 0x01000193);
  return (state >>> 0).toString(16).padStart(8, "0");
}
