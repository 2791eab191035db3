/**
 * The exact size of an artifact, found by a walk that holds it against everything that an artifact
 * may be. Refuses, beside what `walkPlain` refuses: -0, the key `__proto__`, text that starts with a
 * byte-order mark (decoders drop it), tensors whose fields do not fit one another, and parts of
 * 4 GiB and more.
 *
 * @module
 */
import { type PlainVisitor, refusal, walkPlain } from "./plain.ts";
import type { Path } from "./path.ts";
import {
  EXT32_HEADER_BYTES,
  layOut,
  looksLikeTensor,
  MAX_PAYLOAD_BYTES,
  type TensorLayout,
} from "./tensor_extension.ts";

/** What is known of an artifact before it is encoded. */
export interface Measure {
  /** Bytes of the document. */
  readonly size: number;
  /**
   * Bytes of buffer that the library wants: it makes room for the longest header before each text,
   * and would double the buffer for want of four bytes.
   */
  readonly room: number;
  /** The tensors in the order of the document; one that occurs twice is there twice. */
  readonly tensors: readonly PlacedTensor[];
}

/** A tensor and its layout at one place of a document. */
export interface PlacedTensor {
  /** The tensor itself, to know it again. */
  readonly value: object;
  /** How it is written there. */
  readonly layout: TensorLayout;
}

const STRING_HEADER_ROOM = 5;
const BYTE_ORDER_MARK = "\ufeff";

/**
 * Measures an artifact.
 *
 * @throws {CodecError} naming the path of the first part that would not come back as it is.
 */
export function measure(value: unknown): Measure {
  const visitor = new Measurer();
  walkPlain(value, visitor);
  return visitor;
}

class Measurer implements PlainVisitor, Measure {
  size = 0;
  room = 0;
  readonly tensors: PlacedTensor[] = [];

  special(value: object, path: Path): boolean {
    if (!looksLikeTensor(value)) return false;
    const layout = layOut(value, this.size + EXT32_HEADER_BYTES, path);
    this.tensors.push({ value, layout });
    this.#add(EXT32_HEADER_BYTES + layout.dataStart + layout.dataBytes);
    return true;
  }

  scalar(value: null | boolean | number, path: Path): void {
    if (Object.is(value, -0)) throw refusal(path, "-0", "0, or a tensor");
    this.#add(typeof value === "number" ? numberBytes(value) : 1);
  }

  string(text: string, path: Path): void {
    if (text.startsWith(BYTE_ORDER_MARK)) {
      throw refusal(path, "text that starts with a byte-order mark", "text without it, or bytes");
    }
    const bytes = utf8Bytes(text);
    this.room = Math.max(this.room, this.size + STRING_HEADER_ROOM + bytes);
    this.#add(bytes + (bytes < 32 ? 1 : 1 + lengthBytes(bytes, path)));
  }

  key(key: string, path: Path): void {
    if (key === "__proto__") throw refusal(path, "the key __proto__", "another name");
    this.string(key, path);
  }

  bytes(bytes: Uint8Array, path: Path): void {
    this.#add(1 + lengthBytes(bytes.byteLength, path) + bytes.byteLength);
  }

  array(length: number): void {
    this.#add(containerHeaderBytes(length));
  }

  object(size: number): void {
    this.#add(containerHeaderBytes(size));
  }

  #add(bytes: number): void {
    this.size += bytes;
    this.room = Math.max(this.room, this.size);
  }
}

function numberBytes(value: number): number {
  if (!Number.isSafeInteger(value)) return 9;
  if (value >= -0x20 && value < 0x80) return 1;
  if (value >= -0x80 && value < 0x100) return 2;
  if (value >= -0x8000 && value < 0x1_0000) return 3;
  return value >= -0x8000_0000 && value < 0x1_0000_0000 ? 5 : 9;
}

function lengthBytes(length: number, path: Path): number {
  if (length > MAX_PAYLOAD_BYTES) {
    throw refusal(path, `${length} bytes`, "less than 4 GiB; split it");
  }
  if (length < 0x100) return 1;
  return length < 0x1_0000 ? 2 : 4;
}

function containerHeaderBytes(length: number): number {
  if (length < 16) return 1;
  return length < 0x1_0000 ? 3 : 5;
}

/** Bytes of well-formed text in UTF-8. A surrogate is half of 4 bytes. */
function utf8Bytes(text: string): number {
  let bytes = text.length;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit >= 0x80) bytes += unit < 0x800 || isSurrogate(unit) ? 1 : 2;
  }
  return bytes;
}

function isSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdfff;
}
