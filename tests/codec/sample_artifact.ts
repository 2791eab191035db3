/**
 * A small artifact that holds every form of every kind of value once, for tests that damage it.
 *
 * @module
 */
import { tensor, type Value } from "../../lib/codec/value.ts";

/** About 400 bytes once encoded. */
export function sampleArtifact(): Value {
  return {
    numbers: [0, 127, 128, 255, 256, 65_536, 2 ** 32, -1, -32, -33, -129, -32_769, -(2 ** 40), 0.1],
    constants: [null, true, false],
    text: ["", "é€😀", "a".repeat(33)],
    bytes: [new Uint8Array(), new Uint8Array([1, 2, 3])],
    empty: [[], {}],
    long: Array(17).fill(1),
    pairs: Object.fromEntries("abcdefghijklmnopq".split("").map((key, i) => [key, i])),
    nested: { a: { b: [{ c: [] }] } },
    like: { data: 1, dtype: "uint8", shape: [1] },
    tensors: [
      tensor("uint8", [3], new Uint8Array([1, 2, 3])),
      tensor("float64", [1, 1], new Float64Array([NaN])),
      tensor("int16", [], new Int16Array([-2])),
      tensor("float32", [0, 2], new Float32Array()),
    ],
  };
}
