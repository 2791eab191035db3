/**
 * Reads a document from end to end without building anything, and refuses all but what
 * `encodeArtifact` writes: lengths beyond the end, nesting deeper than 64, trailing bytes, bad UTF-8,
 * keys that are not text, doubled or out of order, numbers not in their shortest form, float32, NaN,
 * infinities and -0 outside tensors, integers beyond 2^53 - 1, other extension types, tensors
 * whose parts do not fit or that have NaN in another bit pattern. After it the library's decoder can be trusted with the bytes.
 *
 * @module
 */
import { CodecError } from "./codec_error.ts";
import { offsetOfOddNaN } from "./canonical_nan.ts";
import { type Form, formOf } from "./marker.ts";
import { Path } from "./path.ts";
import { MAX_DEPTH } from "./plain.ts";
import { readHead, TENSOR_TYPE } from "./tensor_extension.ts";

/**
 * Checks that `bytes` are one document as `encodeArtifact` writes it.
 *
 * @throws {CodecError} naming the first byte that is not, and the path of the value it belongs to.
 */
export function scan(bytes: Uint8Array): void {
  new Scanner(bytes).document();
}

const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
const BYTE_ORDER_MARK = "\ufeff";

class Scanner {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  readonly #path = new Path();
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  document(): void {
    this.#value();
    const rest = this.#bytes.byteLength - this.#at;
    if (rest > 0) throw this.#refusal(this.#at, `${rest} more bytes`, "the end");
  }

  /** Passes over a value and says what it was. */
  #value(): Form["kind"] {
    const start = this.#at;
    const form = this.#form();
    switch (form.kind) {
      case "constant":
        break;
      case "unsigned":
      case "signed":
        this.#integer(form, start);
        break;
      case "float":
        this.#float(start);
        break;
      case "text":
        this.#text(form, start);
        break;
      case "bytes":
        this.#skip(this.#length(form, start), start);
        break;
      case "array":
        this.#array(form, start);
        break;
      case "map":
        this.#map(form, start);
        break;
      case "tensor":
        this.#tensor(form, start);
        break;
      default:
        form.kind satisfies never;
    }
    return form.kind;
  }

  #array(form: Form, start: number): void {
    const length = this.#length(form, start);
    this.#checkContainer(length, start);
    for (let i = 0; i < length; i++) {
      this.#path.enter(i);
      this.#value();
      this.#path.leave();
    }
  }

  #map(form: Form, start: number): void {
    const size = this.#length(form, start);
    this.#checkContainer(2 * size, start);
    const keys: string[] = [];
    const kinds: Form["kind"][] = [];
    for (let i = 0; i < size; i++) {
      keys.push(this.#key(keys.at(-1)));
      this.#path.enter(keys[i]!);
      kinds.push(this.#value());
      this.#path.leave();
    }
    // In memory it would be a tensor, and be written as one.
    if (size === 3 && keys.join() === "data,dtype,shape" && kinds[0] === "bytes") {
      throw this.#refusal(start, "a tensor written as a map", "the extension type");
    }
  }

  #key(last: string | undefined): string {
    const start = this.#at;
    const form = this.#form();
    if (form.kind !== "text") throw this.#refusal(start, "a key that is not text", "text");
    const key = this.#text(form, start);
    if (key === "__proto__") throw this.#refusal(start, "the key __proto__", "another name");
    if (last === undefined || last < key) return key;
    const found = key === last ? "a key for the second time" : "a key out of order";
    throw this.#refusal(start, found, "each key once, in code-unit order");
  }

  #text(form: Form, start: number): string {
    const from = this.#skip(this.#length(form, start), start);
    let text: string;
    try {
      text = utf8.decode(this.#bytes.subarray(from, this.#at));
    } catch {
      throw this.#refusal(start, "text that is not UTF-8", "UTF-8");
    }
    if (!text.startsWith(BYTE_ORDER_MARK)) return text;
    throw this.#refusal(start, "text that starts with a byte-order mark", "text without it");
  }

  #tensor(form: Form, start: number): void {
    const length = this.#length(form, start);
    const type = this.#view.getUint8(this.#skip(1, start));
    if (type !== TENSOR_TYPE) {
      throw this.#refusal(start, `extension type ${type}`, `${TENSOR_TYPE}, a tensor`);
    }
    const from = this.#skip(length, start);
    const payload = this.#bytes.subarray(from, this.#at);
    const { dtype, dataStart } = readHead(
      payload,
      from,
      (offset, found, expected) => this.#refusal(from + offset, found, expected),
    );
    const odd = offsetOfOddNaN(dtype, payload.subarray(dataStart));
    if (odd < 0) return;
    throw this.#refusal(from + dataStart + odd, "NaN in another bit pattern", "the canonical one");
  }

  #float(start: number): void {
    const value = this.#view.getFloat64(this.#skip(8, start));
    if (!Number.isFinite(value) || Object.is(value, -0)) {
      const found = Object.is(value, -0) ? "-0" : `${value}`;
      throw this.#refusal(start, found, "a finite number other than -0");
    }
    if (Number.isSafeInteger(value)) {
      throw this.#refusal(start, `${value} as a float64`, "the shortest form of the integer");
    }
  }

  #integer({ kind, width, bound }: Form, start: number): void {
    const from = this.#skip(width, start);
    const value = kind === "unsigned" ? this.#unsigned(from, width) : this.#signed(from, width);
    if (kind === "unsigned" ? value < bound : value > bound) {
      throw this.#refusal(start, `${value} in a longer form`, "the shortest form of the integer");
    }
    if (!Number.isSafeInteger(value)) {
      throw this.#refusal(start, "an integer beyond 2^53 - 1", "one that a number holds exactly");
    }
  }

  #form(): Form {
    const start = this.#at;
    const marker = this.#view.getUint8(this.#skip(1, start));
    const form = formOf(marker);
    if (form !== undefined) return form;
    throw this.#refusal(start, `marker 0x${marker.toString(16)}`, "one that artifacts use");
  }

  #length({ width, length, bound }: Form, start: number): number {
    if (width === 0) return length;
    const found = this.#unsigned(this.#skip(width, start), width);
    if (found >= bound) return found;
    throw this.#refusal(start, `a length of ${found} in a longer form`, "its shortest form");
  }

  #unsigned(at: number, width: number): number {
    if (width === 1) return this.#view.getUint8(at);
    if (width === 2) return this.#view.getUint16(at);
    return width === 4 ? this.#view.getUint32(at) : Number(this.#view.getBigUint64(at));
  }

  #signed(at: number, width: number): number {
    if (width === 1) return this.#view.getInt8(at);
    if (width === 2) return this.#view.getInt16(at);
    return width === 4 ? this.#view.getInt32(at) : Number(this.#view.getBigInt64(at));
  }

  /** Steps over bytes and returns where they start; `start` is where their value starts. */
  #skip(bytes: number, start: number): number {
    const rest = this.#bytes.byteLength - this.#at;
    if (bytes > rest) {
      throw this.#refusal(
        start,
        `the end after ${rest} of ${bytes} bytes`,
        "the rest of the value",
      );
    }
    const from = this.#at;
    this.#at += bytes;
    return from;
  }

  /** A value takes a byte at least: so much for lengths that no document could hold. */
  #checkContainer(values: number, start: number): void {
    const rest = this.#bytes.byteLength - this.#at;
    if (values > rest) {
      throw this.#refusal(start, `room for ${rest} of ${values} values`, "the rest of the value");
    }
    if (this.#path.depth === MAX_DEPTH) {
      throw this.#refusal(start, "one more level of nesting", `at most ${MAX_DEPTH}`);
    }
  }

  #refusal(offset: number, found: string, expected: string): CodecError {
    return new CodecError(
      { path: this.#path.toString(), offset },
      `found ${found}, expected ${expected}`,
    );
  }
}
