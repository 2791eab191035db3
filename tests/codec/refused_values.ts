/**
 * Values that are not plain data, which neither keys nor artifacts are made of. As types do not let
 * them through, they come from a function that returns what no type describes.
 *
 * @module
 */

/** A value that is refused, and the path that the refusal names. */
export interface Refused {
  readonly name: string;
  readonly value: () => never;
  readonly path: string;
}

/** The values that both encodings refuse. */
export const REFUSED: readonly Refused[] = [
  refused("undefined", "$", () => undefined),
  refused("undefined in an object", "$.a.b", () => ({ a: { b: undefined } })),
  refused("a hole in an array", "$[1]", () => [0, , 2]),
  refused("NaN", "$.losses[2]", () => ({ losses: [0, 1, NaN] })),
  refused("Infinity", "$[0]", () => [Infinity]),
  refused("-Infinity", "$", () => -Infinity),
  refused("a bigint", "$.n", () => ({ n: 1n })),
  refused("a symbol", "$", () => Symbol("s")),
  refused("a function", "$.f", () => ({ f: () => 1 })),
  refused("a Date", "$.at", () => ({ at: new Date(0) })),
  refused("a Map", "$", () => new Map([["a", 1]])),
  refused("a Set", "$", () => new Set([1])),
  refused("a RegExp", "$", () => /x/),
  refused("an Error", "$", () => new Error("x")),
  refused("a Promise", "$", () => Promise.resolve(1)),
  refused("a boxed number", "$", () => Object(1)),
  refused("a class instance", "$[0]", () => [
    new (class Point {
      x = 1;
    })(),
  ]),
  refused("an object without a prototype", "$", () => Object.create(null)),
  refused("an array of a class", "$", () => new (class List extends Array {})()),
  refused("a Uint8Array of a class", "$", () => new (class Bytes extends Uint8Array {})(1)),
  refused("a Float32Array", "$.w", () => ({ w: new Float32Array(1) })),
  refused("a Uint8ClampedArray", "$", () => new Uint8ClampedArray(1)),
  refused("a DataView", "$", () => new DataView(new ArrayBuffer(1))),
  refused("an ArrayBuffer", "$", () => new ArrayBuffer(1)),
  refused("bytes that were transferred away", "$", () => {
    const bytes = new Uint8Array(4);
    bytes.buffer.transfer();
    return bytes;
  }),
  refused("half of a surrogate pair", "$.text", () => ({ text: "a\ud800b" })),
  refused("half of a surrogate pair in a key", '$["\\udc00"]', () => ({ "\udc00": 1 })),
  refused("an object that holds itself", "$.a.b", () => {
    const a: { [key: string]: unknown } = {};
    a["b"] = a;
    return { a };
  }),
  refused("an array that holds itself", "$[1]", () => {
    const list: unknown[] = [1];
    list.push(list);
    return list;
  }),
  refused("a getter", "$.a", () => ({
    get a() {
      return 1;
    },
  })),
  refused("a hidden property", "$", () => Object.defineProperty({}, "a", { value: 1 })),
  refused("a property named by a symbol", "$", () => ({ [Symbol.iterator]: 1 })),
  refused("an array with a named property", "$", () => Object.assign([1], { name: "x" })),
  refused("65 levels of nesting", "$" + "[0]".repeat(64), () => {
    let value: unknown = 1;
    for (let i = 0; i < 65; i++) value = [value];
    return value;
  }),
];

function refused(name: string, path: string, value: () => unknown): Refused {
  return { name, path, value: () => untyped(value()) };
}

/** Takes a value past the type checker: what a caller without types could do. */
function untyped(value: unknown): never {
  return value as never;
}
