/**
 * Artifacts as MessagePack documents, one document for each value and one value for each document:
 * `decodeArtifact` takes exactly the bytes that `encodeArtifact` writes, so that equal digests mean
 * equal values. Everything that would not come back as it went in is refused, see `measure.ts` and
 * `scan.ts`. The format is described in `docs/artifacts.md`.
 *
 * @module
 */
import { decode, Encoder, ExtensionCodec } from "@msgpack/msgpack";
import { canonicalizeNaN } from "./canonical_nan.ts";
import { measure, type PlacedTensor } from "./measure.ts";
import { MAX_DEPTH } from "./plain.ts";
import { scan } from "./scan.ts";
import { payloadWithoutData, TENSOR_TYPE, tensorIn } from "./tensor_extension.ts";
import type { Value } from "./value.ts";

/**
 * Encodes an artifact. Equal values give equal bytes: keys in code-unit order, every number in its
 * shortest integer form or as a float64, NaN in tensors in one bit pattern. The result fills its buffer, and large data is copied once.
 *
 * @throws {CodecError} naming the path of the first part that would not come back as it is: NaN and
 * infinities outside tensors, -0, `undefined`, class instances, typed arrays other than `Uint8Array`
 * outside tensors, lone surrogates, cycles, nesting deeper than 64, and others.
 *
 * @example
 * ```ts
 * import { decodeArtifact, encodeArtifact } from "./msgpack.ts";
 * import { tensor } from "./value.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const model = { name: "softmax", bias: tensor("float32", [2], new Float32Array([0.5, NaN])) };
 * assertEquals(decodeArtifact(encodeArtifact(model)), model);
 * ```
 */
export function encodeArtifact(value: Value): Uint8Array<ArrayBuffer> {
  const { size, room, tensors } = measure(value);
  const placing: Placing = { tensors, starts: [] };
  const encoder = new Encoder({
    extensionCodec,
    context: placing,
    initialBufferSize: room,
    sortKeys: true,
    maxDepth: MAX_DEPTH + 1,
  });
  const bytes = encoder.encodeSharedRef(value);
  placing.starts.forEach((start, i) => {
    const { dtype, dataStart, data } = tensors[i]!.layout;
    const from = start + dataStart;
    bytes.set(data, from);
    canonicalizeNaN(dtype, bytes.subarray(from, from + data.byteLength));
  });
  return room === size ? bytes : bytes.slice();
}

/**
 * Decodes an artifact. Byte strings and tensors are views on `bytes`, which belong to the result from
 * then on; a tensor is copied only where `bytes` do not start at a multiple of 8 in their buffer.
 *
 * Takes time and memory in proportion to `bytes`, whoever wrote them.
 *
 * @throws {CodecError} naming the byte and the path, unless `encodeArtifact` could have written them.
 *
 * @example
 * ```ts
 * import { decodeArtifact } from "./msgpack.ts";
 * import { CodecError } from "./codec_error.ts";
 * import { assertEquals, assertThrows } from "@std/assert";
 *
 * assertEquals(decodeArtifact(new Uint8Array([0x92, 1, 0xc3])), [1, true]);
 * assertThrows(() => decodeArtifact(new Uint8Array([0x92, 1, 0xc1])), CodecError, "byte 2 ($[1])");
 * ```
 */
export function decodeArtifact(bytes: Uint8Array<ArrayBuffer>): Value {
  scan(bytes);
  const longest = bytes.byteLength;
  const value = decode(bytes, {
    extensionCodec,
    context: NOWHERE,
    maxStrLength: longest,
    maxBinLength: longest,
    maxArrayLength: longest,
    maxMapLength: longest,
    maxExtLength: longest,
  });
  // What scan() lets pass is made of nothing else.
  return value as Value;
}

/** The tensors of the document that is being encoded, and where the payloads begun so far start. */
interface Placing {
  readonly tensors: readonly PlacedTensor[];
  readonly starts: number[];
}

const NOWHERE: Placing = { tensors: [], starts: [] };

/**
 * Tensors are recognised by `measure`, which meets them in the same order. Their elements are put in
 * place once the document stands: the library wants a payload in one piece, which would be a copy.
 */
const extensionCodec = new ExtensionCodec<Placing>();
extensionCodec.register({
  type: TENSOR_TYPE,
  encode(part, { tensors, starts }) {
    const tensor = tensors[starts.length];
    if (tensor === undefined || part !== tensor.value) return null;
    return (start) => {
      starts.push(start);
      return payloadWithoutData(tensor.layout);
    };
  },
  decode: tensorIn,
});
