/**
 * An artifact as plain JSON text, for people and for tools such as `jq`. One way only: NaN, infinities
 * and -0 are lost, so JSON is never read back.
 *
 * - A tensor is `{"dtype": …, "shape": …, "data": …}`, its elements in nested lists as `tolist()` of
 *   NumPy gives them; without elements the list is flat and empty, whatever the shape. NaN and
 *   infinities are `null`.
 * - A byte string is `{"base64": …}`.
 * - Everything else is itself, keys in their order, without white space.
 *
 * @module
 */
import { looksLikeTensor } from "./tensor_extension.ts";
import type { Tensor, Value } from "./value.ts";

/** Elements, or bytes, that go into one chunk at most; a multiple of 3, for base64. */
const CHUNK = 3 << 12;

/**
 * The JSON text of an artifact in chunks, as the whole may be too long for a string.
 *
 * @example
 * ```ts
 * import { jsonChunks } from "./json.ts";
 * import { tensor } from "./value.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const t = tensor("float64", [2, 2], new Float64Array([1, 2.5, NaN, 4]));
 * assertEquals(
 *   [...jsonChunks({ t })].join(""),
 *   '{"t":{"dtype":"float64","shape":[2,2],"data":[[1,2.5],[null,4]]}}',
 * );
 * ```
 */
export function* jsonChunks(value: Value): Generator<string> {
  if (value === null || typeof value !== "object") yield JSON.stringify(value);
  else if (value instanceof Uint8Array) yield* base64(value);
  else if (isArray(value)) yield* listed("[", "]", value, jsonChunks);
  else if (isTensor(value)) yield* tensorChunks(value);
  else {
    yield* listed("{", "}", Object.entries(value), function* ([key, part]) {
      yield `${JSON.stringify(key)}:`;
      yield* jsonChunks(part);
    });
  }
}

function* base64(bytes: Uint8Array): Generator<string> {
  yield '{"base64":"';
  for (let i = 0; i < bytes.length; i += CHUNK) yield bytes.subarray(i, i + CHUNK).toBase64();
  yield '"}';
}

function* tensorChunks({ dtype, shape, data }: Tensor): Generator<string> {
  yield `{"dtype":"${dtype}","shape":${JSON.stringify(shape)},"data":`;
  if (data.length === 0) yield "[]";
  else yield* nested(shape, data, 0);
  yield "}";
}

/** The elements from `start` on, as lists of this shape. */
function* nested(shape: readonly number[], data: Tensor["data"], start: number): Generator<string> {
  const [length, ...inner] = shape;
  if (length === undefined) yield number(data[start]!);
  else if (inner.length === 0) yield* row(data, start, start + length);
  else {
    const stride = inner.reduce((size, n) => size * n, 1);
    yield "[";
    for (let i = 0; i < length; i++) {
      if (i > 0) yield ",";
      yield* nested(inner, data, start + i * stride);
    }
    yield "]";
  }
}

function* row(data: Tensor["data"], start: number, end: number): Generator<string> {
  yield "[";
  for (let at = start; at < end; at += CHUNK) {
    if (at > start) yield ",";
    yield Array.from(data.subarray(at, Math.min(at + CHUNK, end)), number).join();
  }
  yield "]";
}

function* listed<T>(
  open: string,
  close: string,
  parts: readonly T[],
  chunks: (part: T) => Generator<string>,
): Generator<string> {
  yield open;
  for (const [i, part] of parts.entries()) {
    if (i > 0) yield ",";
    yield* chunks(part);
  }
  yield close;
}

/** JSON has no word for NaN and infinities. */
function number(value: number): string {
  return Number.isFinite(value) ? `${value}` : "null";
}

/** `Array.isArray` that knows of readonly arrays. */
function isArray(value: object): value is readonly Value[] {
  return Array.isArray(value);
}

function isTensor(value: object): value is Tensor {
  return looksLikeTensor(value);
}
