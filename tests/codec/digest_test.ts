/**
 * That digests are SHA-256, by the system's own implementation, and that nothing else passes for one.
 *
 * @module
 */
import { assertEquals, assertNotEquals, assertThrows } from "@std/assert";
import { createHash } from "node:crypto";
import {
  artifactDigest,
  cacheKey,
  codeDigest,
  parseCacheKey,
  parseCodeDigest,
  parseDigest,
  sha256Hex,
} from "../../lib/codec/digest.ts";
import { sha256 } from "../../lib/codec/sha256.ts";

function pattern(length: number): Uint8Array<ArrayBuffer> {
  return Uint8Array.from({ length }, (_, i) => (i * 167 + (i >> 8) * 31) & 0xff);
}

function expected(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

Deno.test("sha256() gives the digests that FIPS 180-4 lists", () => {
  const text = (message: string) => sha256(new TextEncoder().encode(message)).toHex();
  assertEquals(text("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  assertEquals(
    text("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"),
    "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1",
  );
  assertEquals(text(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
});

Deno.test("sha256() agrees with the system's for every length up to five blocks", () => {
  const bytes = pattern(320);
  for (let length = 0; length <= bytes.length; length++) {
    const part = bytes.subarray(0, length);
    assertEquals(sha256(part).toHex(), expected(part), `${length} bytes`);
  }
});

Deno.test("sha256() reads a view where it starts, aligned or not", () => {
  const bytes = pattern(200);
  for (let start = 0; start < 9; start++) {
    const view = bytes.subarray(start, 150);
    assertEquals(sha256(view).toHex(), expected(view));
  }
});

Deno.test("sha256Hex() agrees with the system's on both sides of where it hands over to it", () => {
  for (const length of [(1 << 18) - 1, 1 << 18, (1 << 18) + 1, 1 << 20]) {
    const bytes = pattern(length);
    assertEquals(sha256Hex(bytes), expected(bytes), `${length} bytes`);
    assertEquals(sha256Hex(bytes.subarray(1)), expected(bytes.subarray(1)));
  }
});

Deno.test("sha256Hex() agrees with WebCrypto", async () => {
  const bytes = pattern(1000);
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  assertEquals(sha256Hex(bytes), digest.toHex());
});

Deno.test("digests of every kind are the SHA-256 of the bytes", () => {
  const bytes = pattern(10);
  const hex: string = sha256Hex(bytes);
  assertEquals<string>(artifactDigest(bytes), hex);
  assertEquals<string>(codeDigest(bytes), hex);
  assertEquals<string>(cacheKey(bytes), hex);
  assertNotEquals(artifactDigest(bytes), artifactDigest(pattern(11)));
});

Deno.test("a digest of one kind is no digest of another to the compiler", () => {
  const digest = artifactDigest(new Uint8Array());
  // @ts-expect-error an artifact's digest is no cache key
  const key: ReturnType<typeof cacheKey> = digest;
  // @ts-expect-error text is no digest until it is parsed
  const parsed: typeof digest = `${key}`;
  assertEquals(parsed, digest);
});

for (const parse of [parseDigest, parseCodeDigest, parseCacheKey]) {
  Deno.test(`${parse.name}() takes 64 lower-case hex digits and nothing else`, () => {
    const good = "0123456789abcdef".repeat(4);
    assertEquals<string>(parse(good), good);
    const wrong = [
      "",
      good.slice(1),
      `${good}0`,
      good.toUpperCase(),
      `${good.slice(1)}g`,
      `${good}\n`,
      ` ${good.slice(1)}`,
      `0x${good.slice(2)}`,
      "../../x",
      "a".repeat(1e6),
      "０".repeat(64),
    ];
    for (const text of wrong) {
      const error = assertThrows(() => parse(text), TypeError, "64 lower-case hex digits");
      assertEquals(error.message.length < 250, true);
    }
  });
}
