/**
 * Digests: SHA-256 as 64 lower-case hex digits, each kind a type of its own, so that a key cannot be
 * taken for an artifact. Refuses upper case, other lengths and anything else that is not such text:
 * a digest becomes a file's name.
 *
 * @module
 */
import { sha256 } from "./sha256.ts";

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
 * Bytes up to which hashing in TypeScript is quicker than loading `node:crypto`, which takes about
 * 20 ms once: as long as a process that finds nothing to do runs altogether.
 */
const SHORT_BYTES = 1 << 18;

/**
 * SHA-256 as lower-case hex.
 *
 * @example
 * ```ts
 * import { sha256Hex } from "./digest.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(sha256Hex(new Uint8Array()).slice(0, 8), "e3b0c442");
 * ```
 */
export function sha256Hex(bytes: Uint8Array): string {
  if (bytes.byteLength <= SHORT_BYTES) return sha256(bytes).toHex();
  const { createHash } = globalThis.process.getBuiltinModule("node:crypto");
  return createHash("sha256").update(bytes).digest("hex");
}

/** The digest of an artifact's bytes. */
export function artifactDigest(bytes: Uint8Array): Digest {
  return branded<"artifact">(sha256Hex(bytes));
}

/** The digest of a bundle's bytes. */
export function codeDigest(bytes: Uint8Array): CodeDigest {
  return branded<"code">(sha256Hex(bytes));
}

/** The key for the canonical bytes of what identifies a run. */
export function cacheKey(bytes: Uint8Array): CacheKey {
  return branded<"key">(sha256Hex(bytes));
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
 * const digest = artifactDigest(new Uint8Array([1]));
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
