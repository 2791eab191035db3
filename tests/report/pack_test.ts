import { assert, assertEquals, assertRejects, assertThrows } from "@std/assert";
import { inflateSync } from "node:zlib";
import { tensor } from "../../lib/codec/value.ts";
import { fromBase64, toBase64 } from "../../lib/report/base64.ts";
import { fromBase85, toBase85 } from "../../lib/report/base85.ts";
import { pack } from "../../lib/report/pack.ts";
import { numbersOf, unpack } from "../../lib/report/unpack.ts";

const TENSORS = {
  odd: tensor("uint8", [3, 1], new Uint8Array([1, 2, 255])),
  wide: tensor("uint32", [2], new Uint32Array([0, 4_294_967_295])),
  none: tensor("uint8", [0, 784], new Uint8Array(0)),
  real: tensor("float32", [3], new Float32Array([-0.5, 1e-20, NaN])),
};

Deno.test("unpack() is the inverse of pack(), also for empty tensors", async () => {
  const tensors = await unpack(pack(TENSORS));
  assertEquals([...tensors], Object.entries(TENSORS));
});

Deno.test("pack() writes a zlib stream of tensors, aligned to 8 bytes and in byte planes", () => {
  const bytes = inflateSync(fromBase85(pack(TENSORS).data));
  assertEquals([...bytes.subarray(0, 8)], [1, 2, 255, 0, 0, 0, 0, 0]);
  assertEquals([...bytes.subarray(8, 16)], [0, 255, 0, 255, 0, 255, 0, 255]);
  assertEquals(bytes.length, 16 + 12);
});

Deno.test("unpack() refuses a pack with a flipped bit, and a truncated pack", async () => {
  const packed = pack(TENSORS);
  const bytes = fromBase85(packed.data);
  bytes[bytes.length - 1]! ^= 1;
  await assertRejects(() => unpack({ ...packed, data: toBase85(bytes) }), TypeError);
  await assertRejects(() => unpack({ ...packed, data: toBase85(bytes.subarray(0, 12)) }), Error);
});

Deno.test("unpack() refuses entries that need more bytes than the pack has", async () => {
  const packed = pack(TENSORS);
  const entries = [...packed.entries, ["more", "uint8", [100]] as const];
  await assertRejects(() => unpack({ ...packed, entries }), RangeError);
});

Deno.test("numbersOf() names the type that it found and the type that it expected", async () => {
  const tensors = await unpack(pack(TENSORS));
  assertEquals(numbersOf(tensors, "odd", "uint8"), TENSORS.odd.data);
  assertThrows(
    () => numbersOf(tensors, "odd", "float32"),
    TypeError,
    "found uint8, expected float32",
  );
  assertThrows(() => numbersOf(tensors, "nil", "uint8"), TypeError, "found nothing");
});

Deno.test("toBase64() accepts more bytes than a call may have arguments", () => {
  const bytes = Uint8Array.from({ length: 300_000 }, (_, i) => i % 251);
  assertEquals(fromBase64(toBase64(bytes)), bytes);
  assert(toBase64(bytes).length === 400_000);
});

Deno.test("fromBase85() is the inverse of toBase85(), for any length and any bytes", () => {
  for (let length = 0; length < 12; length++) {
    for (const byte of [0, 1, 127, 255]) {
      const bytes = new Uint8Array(length).fill(byte);
      assertEquals(fromBase85(toBase85(bytes)), bytes);
    }
  }
  const every = Uint8Array.from({ length: 70_001 }, (_, i) => (i * 73 + (i >> 8)) % 256);
  assertEquals(toBase85(every).length, Math.ceil((every.length * 5) / 4));
  assertEquals(fromBase85(toBase85(every)), every);
});

Deno.test("base 85 needs no escaping in JSON or HTML, and refuses unknown characters", () => {
  const text = toBase85(Uint8Array.from({ length: 4096 }, (_, i) => (i * 97) >> 3));
  assertEquals(JSON.stringify(text), `"${text}"`);
  assert(!/[<"'\\\s]/.test(text));
  assertThrows(() => fromBase85("0000<"), TypeError, `found "<" at 4`);
});
