/**
 * That digests are SHA-256, by the system's own implementation, and that nothing else passes for one.
 *
 * @module
 */
import { assertEquals, assertNotEquals, assertThrows } from "@std/assert";
import { createHash } from "node:crypto";
import {
  artifactDigest,
  type CacheKey,
  cacheKey,
  codeDigest,
  parseCacheKey,
  parseCodeDigest,
  parseDigest,
  sha256Hex,
} from "../../lib/codec/digest.ts";

function pattern(length: number): Uint8Array<ArrayBuffer> {
  return Uint8Array.from({ length }, (_, i) => (i * 167 + (i >> 8) * 31) & 0xff);
}

function expected(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

Deno.test("sha256Hex() gives the digests that FIPS 180-4 lists", async () => {
  const text = (message: string) => sha256Hex(new TextEncoder().encode(message));
  assertEquals(
    await text("abc"),
    "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
  );
  assertEquals(
    await text("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"),
    "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1",
  );
});

Deno.test("sha256Hex() of a view agrees with another implementation, aligned or not", async () => {
  const bytes = pattern(200);
  for (let start = 0; start < 9; start++) {
    const view = bytes.subarray(start, 150);
    assertEquals(await sha256Hex(view), expected(view));
  }
});

Deno.test("digests of every kind are the SHA-256 of the bytes", async () => {
  const bytes = pattern(10);
  const hex = expected(bytes);
  assertEquals<string>(await artifactDigest(bytes), hex);
  assertEquals<string>(await codeDigest(bytes), hex);
  assertEquals<string>(await cacheKey(bytes), hex);
  assertNotEquals<string>(await artifactDigest(pattern(11)), hex);
});

Deno.test("a digest of one kind is no digest of another to the compiler", async () => {
  const digest = await artifactDigest(new Uint8Array());
  // @ts-expect-error an artifact's digest is no cache key
  const key: CacheKey = digest;
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
      const found = JSON.stringify(text.length > 80 ? text.slice(0, 80) : text);
      assertEquals(error.message.includes(`: found ${found}, expected 64`), true, error.message);
    }
  });
}
