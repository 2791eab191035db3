/**
 * Bytes appended one after the other, numbers big-endian. For small things: the buffer is doubled
 * when it is full.
 *
 * @module
 */

const encoder = new TextEncoder();

/** A growing byte string. */
export class ByteWriter {
  #bytes = new Uint8Array(256);
  #view = new DataView(this.#bytes.buffer);
  #length = 0;

  /** One byte. */
  u8(value: number): void {
    const at = this.#take(1);
    this.#view.setUint8(at, value);
  }

  /** Four bytes. */
  u32(value: number): void {
    const at = this.#take(4);
    this.#view.setUint32(at, value);
  }

  /** Eight bytes; the sign of -0 is kept. */
  f64(value: number): void {
    const at = this.#take(8);
    this.#view.setFloat64(at, value);
  }

  /** The bytes as they are. */
  bytes(bytes: Uint8Array): void {
    const at = this.#take(bytes.byteLength);
    this.#bytes.set(bytes, at);
  }

  /** The length of the UTF-8 as a u32, then the UTF-8. `text` must be well-formed. */
  text(text: string): void {
    const utf8 = encoder.encode(text);
    this.u32(utf8.byteLength);
    this.bytes(utf8);
  }

  /** A copy of what was written. */
  written(): Uint8Array<ArrayBuffer> {
    return this.#bytes.slice(0, this.#length);
  }

  /** Makes room and returns where it starts. May replace the buffer: call it before using that. */
  #take(size: number): number {
    const start = this.#length;
    this.#length += size;
    if (this.#length > this.#bytes.byteLength) {
      const bytes = new Uint8Array(Math.max(this.#length, 2 * this.#bytes.byteLength));
      bytes.set(this.#bytes.subarray(0, start));
      this.#bytes = bytes;
      this.#view = new DataView(bytes.buffer);
    }
    return start;
  }
}
