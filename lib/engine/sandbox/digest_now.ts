/**
 * `crypto.subtle.digest` without the thread pool, whose order differs from run to run. Its text is sent
 * to the worker, so it uses nothing from outside itself.
 *
 * @module
 */
import type { ByteAccess } from "./bytes_of.ts";

/** What computes digests at once, as `node:crypto` has it. */
export type CreateHash = (algorithm: string) => {
  update(bytes: Uint8Array): unknown;
  digest(): Uint8Array;
};

/** Computes a digest at once. Throws what WebCrypto rejects with. */
export function digestNow(
  createHash: CreateHash,
  bytes: ByteAccess,
): (algorithm: unknown, data: unknown) => ArrayBuffer {
  const { apply } = Reflect;
  const Buffer = ArrayBuffer;
  const Bytes = Uint8Array;
  const Refusal = DOMException;
  const setAll = Uint8Array.prototype.set;
  const upperCase = String.prototype.toUpperCase;
  const names: { readonly [name: string]: string } = Object.assign(Object.create(null), {
    "SHA-1": "sha1",
    "SHA-256": "sha256",
    "SHA-384": "sha384",
    "SHA-512": "sha512",
    "SHA3-256": "sha3-256",
    "SHA3-384": "sha3-384",
    "SHA3-512": "sha3-512",
  });
  const digestOf = (hashName: string, view: Uint8Array): Uint8Array => {
    const hash = createHash(hashName);
    hash.update(view);
    return hash.digest();
  };
  return (algorithm, data) => {
    const isObject = typeof algorithm === "object" && algorithm !== null;
    const name = `${isObject ? (algorithm as { name?: unknown }).name : algorithm}`;
    const hashName = names[apply(upperCase, name, [])];
    if (hashName === undefined) {
      throw new Refusal(`Algorithm '${name}' is not supported`, "NotSupportedError");
    }
    if (bytes.isShared(data)) throw new TypeError("The data must not be in shared memory");
    const found = digestOf(hashName, bytes.view(data));
    const result = new Buffer(found.length);
    apply(setAll, new Bytes(result), [found]);
    return result;
  };
}
