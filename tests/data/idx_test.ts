import {
  assert,
  assertEquals,
  assertStrictEquals,
  assertStringIncludes,
  assertThrows,
} from "@std/assert";
import { IntegrityError } from "../../lib/data/errors.ts";
import { readIdx } from "../../lib/data/idx.ts";
import { idxBytes } from "./idx_bytes.ts";

const images = idxBytes([2, 1, 3], [1, 2, 3, 4, 5, 6]);

/** The message with which reading as images is refused. */
function refusal(bytes: Uint8Array, rank: 1 | 3 = 3): string {
  return assertThrows(() => readIdx(bytes, { name: "it", rank }), IntegrityError).message;
}

function changed(at: number, value: number): Uint8Array {
  const copy = images.slice();
  copy[at] = value;
  return copy;
}

Deno.test("readIdx() gives shape and elements of images and labels", () => {
  const read = readIdx(images, { name: "images", rank: 3 });
  assertEquals(read, { dtype: "uint8", shape: [2, 1, 3], data: Uint8Array.of(1, 2, 3, 4, 5, 6) });
  assertEquals(readIdx(idxBytes([3], [7, 8, 9]), { name: "labels", rank: 1 }).shape, [3]);
});

Deno.test("readIdx() copies nothing, and reads a view at any offset", () => {
  const buffer = new Uint8Array(images.length + 3);
  buffer.set(images, 3);
  const { data } = readIdx(buffer.subarray(3), { name: "images", rank: 3 });
  assertStrictEquals(data.buffer, buffer.buffer);
  assertEquals(data.byteOffset, 3 + 16);
  assertEquals([...data], [1, 2, 3, 4, 5, 6]);
});

Deno.test("readIdx() refuses a file cut at every length, with both lengths", () => {
  for (let length = 0; length < images.length; length++) {
    const expected = length < 4 ? "at least 4" : length < 16 ? "a header of 16" : "22 for its";
    // Whether the bytes beyond the cut are there in memory or not.
    for (const cut of [images.subarray(0, length), images.slice(0, length)]) {
      const found = `Cannot read it as IDX: it has ${length} bytes, expected ${expected}`;
      assert(refusal(cut).startsWith(found), refusal(cut));
    }
  }
});

Deno.test("readIdx() refuses a file that is a byte too long", () => {
  const long = new Uint8Array(images.length + 1);
  long.set(images);
  assertStringIncludes(refusal(long), "it has 23 bytes, expected 22 for its dimensions 2 × 1 × 3");
});

Deno.test("readIdx() refuses a file that does not begin with two zero bytes", () => {
  assertEquals(
    refusal(changed(0, 0x1f)),
    "Cannot read it as IDX: it begins with 1f 00, expected 00 00",
  );
  assertStringIncludes(refusal(changed(1, 1)), "begins with 00 01, expected 00 00");
});

Deno.test("readIdx() refuses each type but uint8, by name where it has one", () => {
  const names = Object.entries({
    9: "int8",
    11: "int16",
    12: "int32",
    13: "float32",
    14: "float64",
  });
  for (const [type, name] of [...names, [0, "unknown"], [10, "unknown"], [15, "unknown"]]) {
    const code = Number(type).toString(16).padStart(2, "0");
    assertEquals(
      refusal(changed(2, Number(type))),
      `Cannot read it as IDX: its type is ${name} (${code}), expected uint8 (08)`,
    );
  }
  for (let type = 0; type < 256; type++) {
    if (type !== 8) assertStringIncludes(refusal(changed(2, type)), "expected uint8 (08)");
  }
});

Deno.test("readIdx() refuses each other rank", () => {
  for (let rank = 0; rank < 256; rank++) {
    if (rank !== 3) assertStringIncludes(refusal(changed(3, rank)), `rank is ${rank}, expected 3`);
  }
  assertEquals(refusal(images, 1), "Cannot read it as IDX: its rank is 3, expected 1");
});

Deno.test("readIdx() refuses each change of a single byte of the dimensions", () => {
  for (let at = 4; at < 16; at++) {
    for (let value = 0; value < 256; value++) {
      if (value !== images[at]) refusal(changed(at, value));
    }
  }
});

Deno.test("readIdx() refuses dimensions whose product overflows, without allocating", () => {
  const wrapping = [
    [0x10000, 0x10000, 1], // 2^32
    [0x80000000, 0x80000000, 4], // 2^64
    [0xffffffff, 0xffffffff, 0xffffffff],
  ];
  const before = Deno.memoryUsage().external;
  for (const shape of wrapping) {
    assertStringIncludes(refusal(idxBytes(shape, [])), "it has 16 bytes, expected");
  }
  assertStringIncludes(refusal(idxBytes([0xffffffff], []), 1), "expected 4294967303");
  assert(Deno.memoryUsage().external - before < 1_000_000);
});

Deno.test("readIdx() reads an empty file as empty, if its header says so", () => {
  assertEquals(readIdx(idxBytes([0, 28, 28], []), { name: "none", rank: 3 }).shape, [0, 28, 28]);
});
