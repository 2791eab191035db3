/**
 * That artifacts print as JSON that `JSON.parse` reads.
 *
 * @module
 */
import { assert, assertEquals } from "@std/assert";
import { jsonChunks } from "../../lib/codec/json.ts";
import { tensor, type Value } from "../../lib/codec/value.ts";
import { draws, randomValue } from "./random_value.ts";

function text(value: Value): string {
  return [...jsonChunks(value)].join("");
}

Deno.test("jsonChunks() give plain data as JSON.stringify does", () => {
  const plain = {
    a: [1, -0.5, 1e300, null, true],
    'odd "key"': { b: "\u2028é😀\n" },
    c: [],
    d: {},
  };
  assertEquals(text(plain), JSON.stringify(plain));
});

Deno.test("jsonChunks() give tensors as nested lists, last dimension innermost", () => {
  const cube = tensor("uint8", [2, 1, 3], new Uint8Array([1, 2, 3, 4, 5, 6]));
  assertEquals(text(cube), '{"dtype":"uint8","shape":[2,1,3],"data":[[[1,2,3]],[[4,5,6]]]}');
  const scalar = tensor("float32", [], new Float32Array([0.5]));
  assertEquals(text(scalar), '{"dtype":"float32","shape":[],"data":0.5}');
});

Deno.test("jsonChunks() give null for elements that JSON has no word for", () => {
  const data = new Float64Array([NaN, Infinity, -Infinity, -0, 0.1]);
  assertEquals(JSON.parse(text(tensor("float64", [5], data))).data, [null, null, null, 0, 0.1]);
});

Deno.test("jsonChunks() give a float32 the digits of its exact value", () => {
  const data = new Float32Array([0.1]);
  assertEquals(JSON.parse(text(tensor("float32", [1], data))).data[0], data[0]);
});

Deno.test("jsonChunks() of a tensor without elements end, whatever its shape", () => {
  const empty = tensor("uint8", [2 ** 32 - 1, 0], new Uint8Array());
  assertEquals(text(empty), '{"dtype":"uint8","shape":[4294967295,0],"data":[]}');
});

Deno.test("jsonChunks() give bytes in base64, also where they are cut into chunks", () => {
  assertEquals(text(new Uint8Array([255, 0])), '{"base64":"/wA="}');
  const bytes = Uint8Array.from({ length: 100_000 }, (_, i) => i * 7);
  const { base64 } = JSON.parse(text(bytes));
  assertEquals(Uint8Array.fromBase64(base64), bytes);
});

Deno.test("jsonChunks() give long vectors in chunks of bounded length", () => {
  const data = Float64Array.from({ length: 100_000 }, (_, i) => i / 7);
  const chunks = [...jsonChunks(tensor("float64", [100_000], data))];
  assert(chunks.every((chunk) => chunk.length < 1 << 19));
  assertEquals(JSON.parse(chunks.join("")).data, [...data]);
});

/** What the JSON of a value reads as, by the documented rules. */
function plainOf(value: Value): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (value instanceof Uint8Array) return { base64: value.toBase64() };
  if (Array.isArray(value)) return value.map(plainOf);
  const { dtype, shape, data } = Object.fromEntries(Object.entries(value));
  if (!ArrayBuffer.isView(data) || !Array.isArray(shape)) {
    return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, plainOf(part)]));
  }
  const elements = [...data as Float64Array].map((x) => Number.isFinite(x) ? x + 0 : null);
  return { dtype, shape, data: nested(elements, shape.map(Number)) };
}

/** Row-major elements as lists in lists. */
function nested(elements: readonly unknown[], [first, ...rest]: readonly number[]): unknown {
  if (first === undefined) return elements[0];
  const size = rest.reduce((product, n) => product * n, 1);
  if (size === 0) return [];
  return Array.from(
    { length: first },
    (_, i) => nested(elements.slice(i * size, (i + 1) * size), rest),
  );
}

Deno.test("jsonChunks() of random artifacts are JSON of the same values", () => {
  for (let seed = 1; seed <= 600; seed++) {
    const value = randomValue(draws(seed), 2);
    assertEquals(JSON.parse(text(value)), plainOf(value), `seed ${seed}`);
  }
});
