/**
 * Unpacks the tensors of `pack.ts` in the page. It refuses a pack whose bytes are damaged (zlib's checksum)
 * or too few, and a tensor that is missing or has another type than expected.
 *
 * @module
 */
import { type Tensor, tensor, type TypedArrayOf } from "../codec/value.ts";
import { fromBase85 } from "./base85.ts";
import { aligned, type Pack, type PackDtype, planesOf } from "./pack.ts";

const ARRAYS = {
  uint8: Uint8Array,
  uint16: Uint16Array,
  uint32: Uint32Array,
  float32: Float32Array,
} as const;

/** The tensors of a pack by name. */
export type Unpacked = ReadonlyMap<string, Tensor<PackDtype>>;

/**
 * Unpacks the tensors.
 *
 * @example
 * ```ts
 * import { pack } from "./pack.ts";
 * import { unpack } from "./unpack.ts";
 * import { tensor } from "../codec/value.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const x = tensor("float32", [2], new Float32Array([0.5, -1]));
 * assertEquals((await unpack(pack({ x }))).get("x"), x);
 * ```
 *
 * @throws {TypeError} if the bytes are damaged.
 * @throws {RangeError} if there are fewer bytes than the entries need.
 */
export async function unpack(packed: Pack): Promise<Unpacked> {
  const stream = new Blob([fromBase85(packed.data)]).stream()
    .pipeThrough(new DecompressionStream("deflate"));
  const buffer = await new Response(stream).arrayBuffer();
  const tensors = new Map<string, Tensor<PackDtype>>();
  let end = 0;
  for (const [name, dtype, shape] of packed.entries) {
    const start = aligned(end);
    const length = shape.reduce((product, n) => product * n, 1);
    const width = ARRAYS[dtype].BYTES_PER_ELEMENT;
    const planes = new Uint8Array(buffer, start, length * width);
    // `planesOf` with the number of elements as width is its own inverse.
    const data = new ARRAYS[dtype](new Uint8Array(planesOf(planes, length)).buffer);
    tensors.set(name, tensor(dtype, shape, data) as Tensor<PackDtype>);
    end = start + planes.length;
  }
  return tensors;
}

/**
 * The numbers of the tensor `name`, which must have the type `dtype`.
 *
 * @example
 * ```ts
 * import { pack } from "./pack.ts";
 * import { numbersOf, unpack } from "./unpack.ts";
 * import { tensor } from "../codec/value.ts";
 * import { assertEquals, assertThrows } from "@std/assert";
 *
 * const packed = pack({ x: tensor("uint8", [2], new Uint8Array([1, 2])) });
 * const tensors = await unpack(packed);
 * assertEquals(numbersOf(tensors, "x", "uint8"), new Uint8Array([1, 2]));
 * assertThrows(() => numbersOf(tensors, "y", "uint8"), TypeError);
 * ```
 *
 * @throws {TypeError} if the tensor is missing or has another type.
 */
export function numbersOf<D extends PackDtype>(
  tensors: Unpacked,
  name: string,
  dtype: D,
): TypedArrayOf[D] {
  const found = tensors.get(name);
  if (found?.dtype === dtype) return found.data as TypedArrayOf[D];
  throw new TypeError(
    `Cannot read "${name}" from the page: found ${found?.dtype ?? "nothing"}, expected ${dtype}`,
  );
}
