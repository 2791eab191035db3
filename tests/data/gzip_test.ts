import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { CutShortError, IntegrityError } from "../../lib/data/errors.ts";
import { gunzip, isGzip } from "../../lib/data/gzip.ts";
import { gzipped } from "./idx_bytes.ts";

/** Bytes that do not compress to nothing. */
const text = Uint8Array.from({ length: 20_000 }, (_, i) => (i * i) % 251);

function joined(...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(parts.flatMap((part) => [...part]));
}

Deno.test("gunzip() gives back what was gzipped, up to the very limit", async () => {
  assertEquals(await gunzip(await gzipped(text), "text", text.length), text);
  assertEquals(await gunzip(await gzipped(new Uint8Array(0)), "nothing", 0), new Uint8Array(0));
});

Deno.test("gunzip() takes files that go in and come out in many chunks", async () => {
  let state = 1;
  const noise = Uint8Array.from(
    { length: 300_000 },
    () => (state = state * 48_271 % 0x7fffffff) % 251,
  );
  assertEquals(await gunzip(await gzipped(noise), "noise", noise.length), noise);
});

Deno.test("gunzip() refuses one byte more than the limit", async () => {
  const bytes = await gzipped(text);
  await assertRejects(
    () => gunzip(bytes, "text", text.length - 1),
    IntegrityError,
    "Cannot inflate text: more than 19999 bytes come out",
  );
});

Deno.test("gunzip() stops a bomb before it comes to its end", async () => {
  const bomb = await gzipped(new Uint8Array(64_000_000));
  // Its end is damaged: who inflates to the end meets the damage, not the limit.
  const error = await assertRejects(() => gunzip(bomb.slice(0, -8), "bomb", 1000), IntegrityError);
  assertStringIncludes(error.message, "more than 1000 bytes come out");
});

Deno.test("gunzip() refuses a stream cut at every length", async () => {
  const bytes = await gzipped(text.slice(0, 40));
  for (let length = 0; length < bytes.length; length++) {
    await assertRejects(() => gunzip(bytes.slice(0, length), "text", 1000), CutShortError);
  }
});

Deno.test("gunzip() refuses damage in the data, the checksum and the length", async () => {
  const bytes = await gzipped(text);
  for (const at of [0, 2, 200, bytes.length - 8, bytes.length - 1]) {
    const damaged = bytes.slice();
    damaged[at]! ^= 0x55;
    const error = await assertRejects(() => gunzip(damaged, "text", 100_000), CutShortError);
    assertStringIncludes(error.message, "Cannot inflate text: expected one complete gzip member");
    assertEquals(error.cause instanceof Error, true);
  }
});

Deno.test("gunzip() refuses a second member and garbage after the first", async () => {
  const bytes = await gzipped(text);
  for (const more of [bytes, Uint8Array.of(1), new Uint8Array(5000)]) {
    const error = await assertRejects(
      () => gunzip(joined(bytes, more), "text", 100_000),
      CutShortError,
    );
    assertStringIncludes(error.message, "nothing after it");
  }
});

Deno.test("isGzip() knows gzip from IDX, pages and nothing", async () => {
  assertEquals(isGzip(await gzipped(text)), true);
  for (const bytes of [[0, 0, 8, 3], [0x1f, 0], [0, 0x8b], [0x1f]]) {
    assertEquals(isGzip(Uint8Array.from(bytes)), false);
  }
  assertEquals(isGzip(new TextEncoder().encode("<html>")), false);
  assertEquals(isGzip(new Uint8Array(0)), false);
});
