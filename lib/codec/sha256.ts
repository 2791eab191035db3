/**
 * SHA-256 in plain TypeScript (FIPS 180-4), for short messages: a cache key is hashed sooner than the
 * system's cryptography is loaded. Long ones belong to `sha256Hex`, which hands them over.
 *
 * @module
 */

/** The first 32 bits of the fractional parts of the cube roots of the first 64 primes. */
// deno-fmt-ignore
const K = new Uint32Array([
  0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
  0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
  0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
  0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
  0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
  0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
  0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
  0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
]);
/** The same of the square roots of the first 8 primes. */
// deno-fmt-ignore
const H = new Uint32Array([
  0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19,
]);

const ROUNDS = 64;
const BLOCK_BYTES = 64;
const LENGTH_BYTES = 8;

const schedule = new Uint32Array(ROUNDS);

/**
 * The 32 bytes of the SHA-256 of a message.
 *
 * @example The FIPS example `abc`
 * ```ts
 * import { sha256 } from "./sha256.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const digest = sha256(new TextEncoder().encode("abc"));
 * assertEquals([...digest.slice(0, 4)], [0xba, 0x78, 0x16, 0xbf]);
 * ```
 */
export function sha256(message: Uint8Array): Uint8Array<ArrayBuffer> {
  const state = H.slice();
  const whole = message.byteLength - message.byteLength % BLOCK_BYTES;
  const view = new DataView(message.buffer, message.byteOffset, message.byteLength);
  for (let at = 0; at < whole; at += BLOCK_BYTES) compress(state, view, at);

  const tail = padded(message.subarray(whole), message.byteLength);
  for (let at = 0; at < tail.byteLength; at += BLOCK_BYTES) compress(state, tail, at);

  const digest = new DataView(new ArrayBuffer(state.byteLength));
  state.forEach((word, i) => digest.setUint32(4 * i, word));
  return new Uint8Array(digest.buffer);
}

/** The rest of the message, a 1 bit, zeros, and the message's length in bits. */
function padded(rest: Uint8Array, messageBytes: number): DataView {
  const blocks = rest.byteLength + 1 + LENGTH_BYTES > BLOCK_BYTES ? 2 : 1;
  const tail = new Uint8Array(blocks * BLOCK_BYTES);
  tail.set(rest);
  tail[rest.byteLength] = 0x80;
  const view = new DataView(tail.buffer);
  view.setBigUint64(tail.byteLength - LENGTH_BYTES, BigInt(messageBytes) * 8n);
  return view;
}

/** Works one block into the state. */
function compress(state: Uint32Array, message: DataView, at: number): void {
  const w = schedule;
  for (let t = 0; t < 16; t++) w[t] = message.getUint32(at + 4 * t);
  for (let t = 16; t < ROUNDS; t++) {
    const x = w[t - 15]!;
    const y = w[t - 2]!;
    const sigma0 = rotated(x, 7) ^ rotated(x, 18) ^ (x >>> 3);
    const sigma1 = rotated(y, 17) ^ rotated(y, 19) ^ (y >>> 10);
    w[t] = sigma1 + w[t - 7]! + sigma0 + w[t - 16]!;
  }
  let a = state[0]!, b = state[1]!, c = state[2]!, d = state[3]!;
  let e = state[4]!, f = state[5]!, g = state[6]!, h = state[7]!;
  for (let t = 0; t < ROUNDS; t++) {
    const sum1 = rotated(e, 6) ^ rotated(e, 11) ^ rotated(e, 25);
    const chosen = (e & f) ^ (~e & g);
    const t1 = (h + sum1 + chosen + K[t]! + w[t]!) | 0;
    const sum0 = rotated(a, 2) ^ rotated(a, 13) ^ rotated(a, 22);
    const majority = (a & b) ^ (a & c) ^ (b & c);
    h = g, g = f, f = e;
    e = (d + t1) | 0;
    d = c, c = b, b = a;
    a = (t1 + sum0 + majority) | 0;
  }
  state[0]! += a, state[1]! += b, state[2]! += c, state[3]! += d;
  state[4]! += e, state[5]! += f, state[6]! += g, state[7]! += h;
}

/** `x` turned right by `n` bits, as a 32-bit word. */
function rotated(x: number, n: number): number {
  return (x >>> n) | (x << (32 - n));
}
