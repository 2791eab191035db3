/**
 * That a MessagePack reader with nothing of ours in it opens artifacts, and that tensors are in them
 * as `docs/artifacts.md` says: the reader below is written from that page alone.
 *
 * @module
 */
import { assert, assertEquals } from "@std/assert";
import reader from "@ygoe/msgpack";
import { encodeArtifact } from "../../lib/codec/msgpack.ts";
import { tensor, type Value } from "../../lib/codec/value.ts";
import { draws, randomValue } from "./random_value.ts";
import { sampleArtifact } from "./sample_artifact.ts";

/** Element types by code, with the method of `DataView` that reads one. */
const ELEMENTS = {
  1: ["uint8", "getUint8", Uint8Array],
  2: ["int8", "getInt8", Int8Array],
  3: ["uint16", "getUint16", Uint16Array],
  4: ["int16", "getInt16", Int16Array],
  5: ["uint32", "getUint32", Uint32Array],
  6: ["int32", "getInt32", Int32Array],
  7: ["float32", "getFloat32", Float32Array],
  8: ["float64", "getFloat64", Float64Array],
} as const;

/** What the foreign reader makes of an extension. */
function isExtension(value: object): value is { type: number; data: Uint8Array } {
  return "type" in value && value.type === 84 && "data" in value &&
    value.data instanceof Uint8Array;
}

function readTensor(payload: Uint8Array): unknown {
  const view = new DataView(payload.buffer, payload.byteOffset, payload.byteLength);
  const [version, code, rank, padding] = payload;
  assertEquals(version, 1);
  assert(code !== undefined && isCode(code) && rank !== undefined && padding !== undefined);
  const [dtype, method, TypedArray] = ELEMENTS[code];
  const shape = Array.from({ length: rank }, (_, i) => view.getUint32(4 + 4 * i, true));
  const start = 4 + 4 * rank + padding;
  const data = new TypedArray(shape.reduce((size, n) => size * n, 1));
  for (let i = 0; i < data.length; i++) {
    data[i] = view[method](start + i * TypedArray.BYTES_PER_ELEMENT, true);
  }
  assertEquals(start + data.byteLength, payload.byteLength);
  assertEquals((payload.byteOffset + start) % 8, 0);
  return { dtype, shape, data };
}

function isCode(code: number): code is keyof typeof ELEMENTS {
  return Object.hasOwn(ELEMENTS, code);
}

function withTensors(value: unknown): unknown {
  if (typeof value !== "object" || value === null || value instanceof Uint8Array) return value;
  if (Array.isArray(value)) return value.map(withTensors);
  if (isExtension(value)) return readTensor(value.data);
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, withTensors(part)]));
}

function readElsewhere(value: Value): unknown {
  const read: unknown = reader.deserialize(encodeArtifact(value));
  return withTensors(read);
}

Deno.test("a foreign reader gets all of an artifact that holds every kind of value", () => {
  assertEquals<unknown>(readElsewhere(sampleArtifact()), sampleArtifact());
});

Deno.test("a foreign reader gets all of 300 random artifacts", () => {
  for (let seed = 1; seed <= 300; seed++) {
    const value = randomValue(draws(seed), 2);
    assertEquals<unknown>(readElsewhere(value), value, `seed ${seed}`);
  }
});

Deno.test("a foreign reader gets a tensor of 300 kB", () => {
  const image = tensor("uint8", [400, 784], Uint8Array.from({ length: 313_600 }, (_, i) => i));
  assertEquals<unknown>(readElsewhere({ image }), { image });
});
