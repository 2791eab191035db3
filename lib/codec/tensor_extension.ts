/**
 * A tensor as a MessagePack extension, type {@linkcode TENSOR_TYPE}, always in the `ext 32` form.
 * Its payload, with n a dimension and `data` an element:
 *
 * | byte | holds |
 * |---|---|
 * | 0 | version of this layout: 1 |
 * | 1 | element type, see `DTYPES`: 1 uint8, 2 int8, 3 uint16, 4 int16, 5 uint32, 6 int32, 7 float32, 8 float64 |
 * | 2 | rank r, 0 to 32 |
 * | 3 | length of the padding z, 0 to 7 |
 * | 4 | r dimensions, each a little-endian u32, the slowest first |
 * | 4 + 4r | z bytes of zero |
 * | 4 + 4r + z | the elements, little-endian, last dimension fastest; as many bytes as the shape needs |
 *
 * z is the smallest number that lets the elements start at a multiple of 8 bytes from the start of
 * the document. Whoever reads a document into aligned memory can use them where they are.
 *
 * @module
 */
import { dtypeOf, DTYPES, isDtype, tensorOn } from "./dtype.ts";
import type { Path } from "./path.ts";
import { describe, refusal } from "./plain.ts";
import type { Dtype, Tensor } from "./value.ts";

/** `T`. */
export const TENSOR_TYPE = 0x54;
/** Marker, u32 length, type. */
export const EXT32_HEADER_BYTES = 6;
/** What a u32 can say. */
export const MAX_PAYLOAD_BYTES = 0xffff_ffff;

const LAYOUT_VERSION = 1;
const FIXED_HEAD_BYTES = 4;
const DIMENSION_BYTES = 4;
const MAX_RANK = 32;
const MAX_DIMENSION = 0xffff_ffff;
const ALIGNMENT = 8;

/** What a payload's head says. */
export interface TensorHead {
  /** Element type. */
  readonly dtype: Dtype;
  /** Dimensions, the slowest first. */
  readonly shape: readonly number[];
  /** From the start of the payload. */
  readonly dataStart: number;
  /** Length of the elements. */
  readonly dataBytes: number;
}

/** A tensor that fits into a document, and where. */
export interface TensorLayout extends TensorHead {
  /** Its elements as bytes, not copied. */
  readonly data: Uint8Array;
}

/** Whether a plain object has exactly the three fields of a tensor, `data` being some typed array. */
export function looksLikeTensor(value: object): boolean {
  if (Object.getPrototypeOf(value) !== Object.prototype) return false;
  if (Reflect.ownKeys(value).length !== 3) return false;
  // Read as descriptors, lest a getter be run.
  const [dtype, shape, data] = ["dtype", "shape", "data"].map((name) =>
    Object.getOwnPropertyDescriptor(value, name)
  );
  return dtype !== undefined && shape !== undefined && ArrayBuffer.isView(data?.value);
}

/**
 * The layout of a tensor whose payload starts at byte `position` of the document.
 *
 * @throws {CodecError} if it is no tensor that would come back as it is.
 */
export function layOut(value: object, position: number, path: Path): TensorLayout {
  const { dtype, shape, data }: { dtype?: unknown; shape?: unknown; data?: unknown } = value;
  if (!isDtype(dtype)) throw refusal(path, "a tensor without a known dtype", names());
  if (!isShape(shape)) {
    throw refusal(path, "a tensor without a proper shape", `at most ${MAX_RANK} whole u32 numbers`);
  }
  const { array, itemBytes } = DTYPES[dtype];
  if (!(data instanceof array) || Object.getPrototypeOf(data) !== array.prototype) {
    throw refusal(path, `a ${dtype} tensor on ${describe(data)}`, `an instance of ${array.name}`);
  }
  const length = product(shape);
  if (data.length !== length) {
    throw refusal(
      path,
      `a tensor of shape [${shape}] on ${data.length} elements`,
      `${length} elements; is its data transferred away?`,
    );
  }
  const headBytes = FIXED_HEAD_BYTES + DIMENSION_BYTES * shape.length;
  const dataStart = headBytes + paddingAfter(position + headBytes);
  const dataBytes = length * itemBytes;
  if (dataStart + dataBytes > MAX_PAYLOAD_BYTES) {
    throw refusal(path, `a tensor of ${dataBytes} bytes`, "less than 4 GiB; split it");
  }
  const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  return { dtype, shape, dataStart, dataBytes, data: bytes };
}

/** The payload with its head and padding, and zeros where the elements will go. */
export function payloadWithoutData(head: TensorHead): Uint8Array<ArrayBuffer> {
  const payload = new Uint8Array(head.dataStart + head.dataBytes);
  const rank = head.shape.length;
  const headBytes = FIXED_HEAD_BYTES + DIMENSION_BYTES * rank;
  payload.set([LAYOUT_VERSION, DTYPES[head.dtype].code, rank, head.dataStart - headBytes]);
  const view = new DataView(payload.buffer);
  head.shape.forEach((n, i) => view.setUint32(FIXED_HEAD_BYTES + DIMENSION_BYTES * i, n, true));
  return payload;
}

/**
 * Reads the head of the payload that starts at byte `position` of the document, and checks the
 * payload against it. `refuse` is told the offset in the payload.
 */
export function readHead(
  payload: Uint8Array,
  position: number,
  refuse: (offset: number, found: string, expected: string) => Error,
): TensorHead {
  const [version, code, rank, padding] = payload;
  if (version === undefined || code === undefined || rank === undefined || padding === undefined) {
    throw refuse(0, `a tensor of ${payload.byteLength} bytes`, `at least ${FIXED_HEAD_BYTES}`);
  }
  if (version !== LAYOUT_VERSION) {
    throw refuse(0, `a tensor of layout version ${version}`, `version ${LAYOUT_VERSION}`);
  }
  const dtype = dtypeOf(code);
  if (dtype === undefined) throw refuse(1, `element type ${code}`, names());
  if (rank > MAX_RANK) throw refuse(2, `a tensor of rank ${rank}`, `at most ${MAX_RANK}`);
  const headBytes = FIXED_HEAD_BYTES + DIMENSION_BYTES * rank;
  const expected = paddingAfter(position + headBytes);
  if (padding !== expected) throw refuse(3, `${padding} bytes of padding`, `${expected}`);
  const dataStart = headBytes + padding;
  if (payload.byteLength < dataStart) {
    throw refuse(4, `a tensor of ${payload.byteLength} bytes`, `at least ${dataStart}`);
  }
  const shape = readShape(payload, rank);
  const dataBytes = product(shape) * DTYPES[dtype].itemBytes;
  if (dataBytes !== payload.byteLength - dataStart) {
    const found = `${
      payload.byteLength - dataStart
    } bytes for a ${dtype} tensor of shape [${shape}]`;
    throw refuse(4, found, `${dataBytes}`);
  }
  const dirty = payload.subarray(headBytes, dataStart).findIndex((byte) => byte !== 0);
  if (dirty >= 0) throw refuse(headBytes + dirty, "padding that is not zero", "zero");
  return { dtype, shape, dataStart, dataBytes };
}

/** The tensor in a payload whose head is known to be right; its data is a view where aligned. */
export function tensorIn(payload: Uint8Array): Tensor {
  const dtype = dtypeOf(payload[1]!)!;
  const shape = readShape(payload, payload[2]!);
  const dataStart = FIXED_HEAD_BYTES + DIMENSION_BYTES * shape.length + payload[3]!;
  return tensorOn(dtype, shape, payload.subarray(dataStart));
}

function readShape(payload: Uint8Array, rank: number): number[] {
  const view = new DataView(payload.buffer, payload.byteOffset, payload.byteLength);
  return Array.from(
    { length: rank },
    (_, i) => view.getUint32(FIXED_HEAD_BYTES + DIMENSION_BYTES * i, true),
  );
}

function isShape(shape: unknown): shape is readonly number[] {
  // The number of keys tells holes and names, which every() passes over.
  return Array.isArray(shape) && shape.length <= MAX_RANK &&
    Object.keys(shape).length === shape.length &&
    shape.every((n) => Number.isInteger(n) && n >= 0 && n <= MAX_DIMENSION && !Object.is(n, -0));
}

function product(shape: readonly number[]): number {
  return shape.reduce((size, n) => size * n, 1);
}

function paddingAfter(position: number): number {
  return (ALIGNMENT - position % ALIGNMENT) % ALIGNMENT;
}

function names(): string {
  return `one of ${Object.keys(DTYPES).join(", ")}`;
}
