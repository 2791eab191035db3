/**
 * Digests: SHA-256 as 64 lower-case hex digits, each kind a type of its own, so that a key cannot be
 * taken for an artifact. Refuses upper case, other lengths and anything else that is not such text:
 * a digest becomes a file's name.
 *
 * @module
 */

/** Text that is known to be a digest of something of this kind, which only the compiler sees. */
export type DigestOf<Kind extends string> = string & { readonly __kind: Kind };

/** SHA-256 of an artifact's encoded bytes, or of an external file's. */
export type Digest = DigestOf<"artifact">;
/** SHA-256 of a stage's bundle. */
export type CodeDigest = DigestOf<"code">;
/** SHA-256 of the canonical bytes of all that identifies a run of a stage. */
export type CacheKey = DigestOf<"key">;

const HEX_DIGEST = /^[0-9a-f]{64}$/;

/**
 * SHA-256 as lower-case hex. WebCrypto's, because it is there from the start: loading `node:crypto`
 * takes as long as a whole run that finds nothing to do.
 *
 * @example
 * ```ts
 * import { sha256Hex } from "./digest.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals((await sha256Hex(new Uint8Array())).slice(0, 8), "e3b0c442");
 * ```
 */
export async function sha256Hex(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)).toHex();
}

/** The digest of an artifact's bytes. */
export async function artifactDigest(bytes: Uint8Array<ArrayBuffer>): Promise<Digest> {
  return branded<"artifact">(await sha256Hex(bytes));
}

/** The digest of a bundle's bytes. */
export async function codeDigest(bytes: Uint8Array<ArrayBuffer>): Promise<CodeDigest> {
  return branded<"code">(await sha256Hex(bytes));
}

/** The key for the canonical bytes of what identifies a run. */
export async function cacheKey(bytes: Uint8Array<ArrayBuffer>): Promise<CacheKey> {
  return branded<"key">(await sha256Hex(bytes));
}

/**
 * Text from outside, such as a column of the store, as an artifact's digest.
 *
 * @throws {TypeError} unless it is 64 lower-case hex digits.
 *
 * @example
 * ```ts
 * import { artifactDigest, parseDigest } from "./digest.ts";
 * import { assertEquals, assertThrows } from "@std/assert";
 *
 * const digest = await artifactDigest(new Uint8Array([1]));
 * assertEquals(parseDigest(`${digest}`), digest);
 * assertThrows(() => parseDigest("../../x"), TypeError);
 * ```
 */
export function parseDigest(text: string): Digest {
  return parsed<"artifact">(text, "a digest");
}

/** Text from outside as a code digest. Throws as {@linkcode parseDigest} does. */
export function parseCodeDigest(text: string): CodeDigest {
  return parsed<"code">(text, "a code digest");
}

/** Text from outside as a cache key. Throws as {@linkcode parseDigest} does. */
export function parseCacheKey(text: string): CacheKey {
  return parsed<"key">(text, "a cache key");
}

function parsed<Kind extends string>(text: string, what: string): DigestOf<Kind> {
  if (HEX_DIGEST.test(text)) return branded<Kind>(text);
  const found = JSON.stringify(text.slice(0, 80));
  throw new TypeError(`Cannot read ${what}: found ${found}, expected 64 lower-case hex digits`);
}

/** The one place where plain text becomes a digest. */
function branded<Kind extends string>(hex: string): DigestOf<Kind> {
  return hex as DigestOf<Kind>;
}
