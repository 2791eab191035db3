/**
 * That what would not come back as it went in is refused, with its path.
 *
 * @module
 */
import { assert, assertEquals, assertThrows } from "@std/assert";
import { CodecError } from "../../lib/codec/codec_error.ts";
import { encodeArtifact } from "../../lib/codec/msgpack.ts";
import { tensor, type Value } from "../../lib/codec/value.ts";
import { REFUSED, type Refused } from "./refused_values.ts";

const more: readonly (Omit<Refused, "value"> & { readonly value: () => Value })[] = [
  { name: "-0", path: "$.x", value: () => ({ x: -0 }) },
  {
    name: "the key __proto__",
    path: "$.a.__proto__",
    value: () => ({ a: JSON.parse('{"__proto__":1}') }),
  },
  { name: "text with a byte-order mark", path: "$", value: () => "\ufefftext" },
  { name: "a key with a byte-order mark", path: '$["\ufeffa"]', value: () => ({ "\ufeffa": 1 }) },
  {
    name: "a tensor of an unknown dtype",
    path: "$.t",
    value: () => ({ t: bad({ dtype: "float16" }) }),
  },
  { name: "a tensor without a dtype", path: "$", value: () => bad({ dtype: null }) },
  { name: "a tensor on the wrong array", path: "$", value: () => bad({ dtype: "float32" }) },
  {
    name: "a tensor on a class of array",
    path: "$",
    value: () => bad({ data: new (class B extends Uint8Array {})(6) }),
  },
  { name: "a tensor that is too short", path: "$[0]", value: () => [bad({ shape: [2, 4] })] },
  { name: "a tensor that was transferred away", path: "$", value: transferred },
  { name: "a shape that is no list", path: "$", value: () => bad({ shape: 6 }) },
  { name: "a shape of fractions", path: "$", value: () => bad({ shape: [1.5, 4] }) },
  { name: "a negative shape", path: "$", value: () => bad({ shape: [-2, -3] }) },
  { name: "a shape with -0", path: "$", value: () => bad({ shape: [-0], data: new Uint8Array() }) },
  { name: "a shape with a hole", path: "$", value: () => bad({ shape: [, 6] }) },
  {
    name: "a shape beyond u32",
    path: "$",
    value: () => bad({ shape: [0, 2 ** 32], data: new Uint8Array() }),
  },
  {
    name: "a tensor of rank 33",
    path: "$",
    value: () => bad({ shape: Array(33).fill(1), data: new Uint8Array(1) }),
  },
];

for (const { name, value, path } of [...REFUSED, ...more]) {
  Deno.test(`encodeArtifact() refuses ${name} and names its path`, () => {
    const error = assertThrows(() => encodeArtifact(value()), CodecError, "found");
    assertEquals(error.path, path);
    assertEquals(error.offset, null);
  });
}

Deno.test("a refusal shows no more than the start of a long key", () => {
  const error = assertThrows(() => encodeArtifact({ ["k".repeat(1e5)]: NaN }), CodecError);
  assert(error.message.length < 200);
});

/** A (2, 3) tensor of uint8 with some of its fields replaced by what types forbid. */
function bad(fields: { readonly [name: string]: unknown }): Value {
  const value: unknown = { dtype: "uint8", shape: [2, 3], data: new Uint8Array(6), ...fields };
  return value as Value;
}

function transferred(): Value {
  const t = tensor("uint8", [2], new Uint8Array(2));
  structuredClone(t.data, { transfer: [t.data.buffer as ArrayBuffer] });
  return t;
}
