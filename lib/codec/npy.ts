/**
 * A tensor as a NumPy `.npy` file, format version 1.0, little-endian, C order: `numpy.load` opens it.
 * Writes only; has nothing for whole artifacts, which hold several tensors or none.
 *
 * @module
 */
import type { Dtype, Tensor } from "./value.ts";

/** NumPy's names of the element types, byte order first. */
const DESCR: { readonly [D in Dtype]: string } = {
  uint8: "|u1",
  int8: "|i1",
  uint16: "<u2",
  int16: "<i2",
  uint32: "<u4",
  int32: "<i4",
  float32: "<f4",
  float64: "<f8",
};

/** `\x93NUMPY`, version 1.0. */
const MAGIC = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0];
const PREAMBLE_BYTES = MAGIC.length + 2;
/** The elements start at a multiple of this. */
const ALIGNMENT = 64;

/**
 * The bytes of a `.npy` file. The format is described in NumPy's documentation, `numpy.lib.format`.
 *
 * @example
 * ```ts
 * import { npyBytes } from "./npy.ts";
 * import { tensor } from "./value.ts";
 * import { assertEquals, assertStringIncludes } from "@std/assert";
 *
 * const bytes = npyBytes(tensor("float32", [2], new Float32Array([1, 2])));
 * assertStringIncludes(new TextDecoder().decode(bytes), "'shape': (2,)");
 * assertEquals(bytes.byteLength, 128 + 8);
 * ```
 */
export function npyBytes({ dtype, shape, data }: Tensor): Uint8Array<ArrayBuffer> {
  const tuple = shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(", ")})`;
  const fields = `{'descr': '${DESCR[dtype]}', 'fortran_order': False, 'shape': ${tuple}, }`;
  const dataStart = roundedUp(PREAMBLE_BYTES + fields.length + 1);
  const header = fields.padEnd(dataStart - PREAMBLE_BYTES - 1) + "\n";

  const bytes = new Uint8Array(dataStart + data.byteLength);
  bytes.set(MAGIC);
  new DataView(bytes.buffer).setUint16(MAGIC.length, header.length, true);
  new TextEncoder().encodeInto(header, bytes.subarray(PREAMBLE_BYTES));
  bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), dataStart);
  return bytes;
}

function roundedUp(bytes: number): number {
  return Math.ceil(bytes / ALIGNMENT) * ALIGNMENT;
}
