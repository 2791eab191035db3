/**
 * Encodes bytes as base64, which needs no escaping in a page, and decodes it.
 *
 * @module
 */

/** Arguments per call, far below the limit of every JavaScript engine. */
const CHUNK = 8192;

/**
 * Encodes `bytes` in base64.
 *
 * @example
 * ```ts
 * import { toBase64 } from "./base64.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(toBase64(new Uint8Array([77, 97, 110])), "TWFu");
 * ```
 */
export function toBase64(bytes: Uint8Array): string {
  let binary = "";
  for (let i = 0; i < bytes.length; i += CHUNK) {
    binary += String.fromCharCode(...bytes.subarray(i, i + CHUNK));
  }
  return btoa(binary);
}

/**
 * Decodes base64.
 *
 * @example
 * ```ts
 * import { fromBase64 } from "./base64.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(fromBase64("TWFu"), new Uint8Array([77, 97, 110]));
 * ```
 *
 * @throws {DOMException} if `text` is not base64.
 */
export function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}
