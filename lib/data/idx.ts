/**
 * The IDX format: two zero bytes, a type, a rank, as many dimensions (big-endian u32), the elements
 * in row-major order. Reads unsigned bytes of a given rank, without a copy; refuses every other
 * type and rank, and a file whose length is not exactly what its header asks for. Nothing is
 * allocated on the word of a header.
 *
 * @module
 */
import { type Tensor, tensor } from "../codec/value.ts";
import { IntegrityError } from "./errors.ts";

/** Names of the format's element types, by their code. */
const TYPES: { readonly [code: number]: string } = {
  0x08: "uint8",
  0x09: "int8",
  0x0b: "int16",
  0x0c: "int32",
  0x0d: "float32",
  0x0e: "float64",
};

const UINT8 = 0x08;
const MAGIC_BYTES = 4;
const DIMENSION_BYTES = 4;

/**
 * The elements of an IDX file of unsigned bytes, as a view on `bytes`.
 *
 * @param bytes the whole file, not gzipped
 * @param expected what the errors call the file, and how many dimensions it must have: 3 for images
 * (N, H, W), 1 for labels (N)
 *
 * @example Two labels
 * ```ts
 * import { readIdx } from "./idx.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const file = new Uint8Array([0, 0, 8, 1, 0, 0, 0, 2, 5, 7]);
 * const labels = readIdx(file, { name: "labels", rank: 1 });
 * assertEquals(labels.shape, [2]);
 * assertEquals([...labels.data], [5, 7]);
 * ```
 *
 * @throws {IntegrityError} if the file is not that; the message gives found and expected values.
 */
export function readIdx(
  bytes: Uint8Array,
  expected: { readonly name: string; readonly rank: 1 | 3 },
): Tensor<"uint8"> {
  const { name, rank } = expected;
  checkMagic(bytes, name, rank);
  const headerBytes = MAGIC_BYTES + DIMENSION_BYTES * rank;
  if (bytes.length < headerBytes) {
    throw bad(name, `it has ${bytes.length} bytes, expected a header of ${headerBytes}`);
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, headerBytes);
  const shape = Array.from(
    { length: rank },
    (_, axis) => view.getUint32(MAGIC_BYTES + DIMENSION_BYTES * axis),
  );
  // Above 2^53 the product is rounded, but stays above 2^53: no file is that long, so the
  // comparison is right for dimensions that overflow too.
  const fileBytes = shape.reduce((product, n) => product * n, 1) + headerBytes;
  if (bytes.length !== fileBytes) {
    throw bad(
      name,
      `it has ${bytes.length} bytes, expected ${fileBytes} for its dimensions ${shape.join(" × ")}`,
    );
  }
  return tensor("uint8", shape, bytes.subarray(headerBytes));
}

function checkMagic(bytes: Uint8Array, name: string, rank: number): void {
  if (bytes.length < MAGIC_BYTES) {
    throw bad(name, `it has ${bytes.length} bytes, expected at least ${MAGIC_BYTES}`);
  }
  if (bytes[0] !== 0 || bytes[1] !== 0) {
    throw bad(name, `it begins with ${hex(bytes[0]!)} ${hex(bytes[1]!)}, expected 00 00`);
  }
  const type = bytes[2]!;
  if (type !== UINT8) {
    const found = `${TYPES[type] ?? "unknown"} (${hex(type)})`;
    throw bad(name, `its type is ${found}, expected uint8 (${hex(UINT8)})`);
  }
  if (bytes[3] !== rank) throw bad(name, `its rank is ${bytes[3]}, expected ${rank}`);
}

function hex(byte: number): string {
  return byte.toString(16).padStart(2, "0");
}

function bad(name: string, what: string): IntegrityError {
  return new IntegrityError(`Cannot read ${name} as IDX: ${what}`);
}
