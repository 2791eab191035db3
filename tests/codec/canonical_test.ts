/**
 * That canonical bytes are what the format says, differ wherever values differ, and refuse the rest.
 *
 * @module
 */
import { assertEquals, assertNotEquals, assertThrows } from "@std/assert";
import { canonicalBytes, type PlainValue } from "../../lib/codec/canonical.ts";
import { CodecError } from "../../lib/codec/codec_error.ts";
import { REFUSED } from "./refused_values.ts";

function hex(value: PlainValue): string {
  return canonicalBytes(value).toHex();
}

const golden: readonly (readonly [name: string, value: PlainValue, hex: string])[] = [
  ["null", null, "4e"],
  ["true", true, "54"],
  ["false", false, "46"],
  ["1", 1, "443ff0000000000000"],
  ["0", 0, "440000000000000000"],
  ["-0", -0, "448000000000000000"],
  ["the text 1", "1", "530000000131"],
  ["the text é€😀", "é€😀", "5300000009c3a9e282acf09f9880"],
  ["bytes", new Uint8Array([1, 255]), "420000000201ff"],
  ["an empty array", [], "4100000000"],
  ["an empty object", {}, "4f00000000"],
  ["an array", [null, [true]], "41000000024e410000000154"],
  [
    "an object",
    { b: 1, a: "" },
    "4f00000002530000000161530000000053000000016244" + "3ff0000000000000",
  ],
];

for (const [name, value, expected] of golden) {
  Deno.test(`canonicalBytes() of ${name} are as documented`, () => {
    assertEquals(hex(value), expected);
  });
}

Deno.test("canonicalBytes() orders keys by code unit, not by locale or code point", () => {
  const inOrder = ["", "10", "9", "B", "a", "z", "é", "\u{1f600}", "\uffee"];
  const forward = Object.fromEntries(inOrder.map((key) => [key, null]));
  const backward = Object.fromEntries(inOrder.toReversed().map((key) => [key, null]));
  const parts = inOrder.map((key) => hex(key) + hex(null));
  assertEquals(hex(forward), `4f00000009${parts.join("")}`);
  assertEquals(hex(backward), hex(forward));
});

Deno.test("canonicalBytes() differ for values that look alike", () => {
  const alike: PlainValue[] = [
    null,
    true,
    false,
    0,
    -0,
    1,
    "",
    "0",
    "1",
    "null",
    "true",
    [],
    {},
    [[]],
    [{}],
    [null],
    [0],
    ["0"],
    ["ab", "c"],
    ["a", "bc"],
    ["abc"],
    [["ab"], "c"],
    { ab: "c" },
    { a: "bc" },
    { a: 1, b: 2 },
    { a: 1, b: "2" },
    { a: { b: 2 } },
    { a: [1, 2] },
    [1, 2],
    [[1], 2],
    [1, [2]],
    [1, 2, []],
    new Uint8Array(),
    new Uint8Array([0]),
    "\0",
    { "": 0 },
    { "": null },
    "é",
    "e\u0301",
    0.1 + 0.2,
    0.3,
    2 ** 53,
    2 ** 53 + 2,
    Number.MIN_VALUE,
  ];
  const seen = new Map<string, PlainValue>();
  for (const value of alike) {
    const bytes = hex(value);
    assertEquals(
      seen.get(bytes),
      undefined,
      `${Deno.inspect(value)} has the bytes of another value`,
    );
    seen.set(bytes, value);
  }
});

Deno.test("canonicalBytes() of a key __proto__ differ from those without it", () => {
  assertNotEquals(hex(JSON.parse('{"__proto__":1}')), hex({}));
});

Deno.test("canonicalBytes() take one object in two places for two equal ones", () => {
  const part = { x: 1 };
  assertEquals(hex([part, part]), hex([{ x: 1 }, { x: 1 }]));
});

Deno.test("canonicalBytes() hold 10,000 values, beyond the first buffer", () => {
  const values = Array.from({ length: 10_000 }, (_, i) => i / 7);
  const expected = new DataView(new ArrayBuffer(5 + 9 * 10_000));
  expected.setUint8(0, 0x41);
  expected.setUint32(1, 10_000);
  values.forEach((value, i) => {
    expected.setUint8(5 + 9 * i, 0x44);
    expected.setFloat64(6 + 9 * i, value);
  });
  assertEquals(canonicalBytes(values), new Uint8Array(expected.buffer));
});

for (const { name, value, path } of REFUSED) {
  Deno.test(`canonicalBytes() refuse ${name} and name its path`, () => {
    const error = assertThrows(() => canonicalBytes(value()), CodecError);
    assertEquals(error.path, path);
    assertEquals(error.offset, null);
  });
}
