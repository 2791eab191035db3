/**
 * Reads a buffer or a view of one that a stage hands over, whatever the stage has done to it or to
 * their prototypes. Its text is sent to the worker, so it uses nothing from outside itself.
 *
 * @module
 */

/** Ways to the bytes of a `BufferSource`. All throw a `TypeError` if it is none. */
export interface ByteAccess {
  /** The same memory. */
  view(source: unknown): Uint8Array;
  /** Memory of its own, which nobody else can change. */
  copy(source: unknown): Uint8Array<ArrayBuffer>;
  isShared(source: unknown): boolean;
}

/** Takes hold of what reads buffers, before a stage can replace it. */
export function byteAccess(): ByteAccess {
  const { apply, getOwnPropertyDescriptor, getPrototypeOf } = Reflect;
  const Bytes = Uint8Array;
  const { isView } = ArrayBuffer;
  const getter = <T>(holder: object, key: PropertyKey): () => T =>
    getOwnPropertyDescriptor(holder, key)!.get!;
  const typedArray = getPrototypeOf(Uint8Array.prototype)!;
  const setAll = Uint8Array.prototype.set;
  const kindOf = getter<string | undefined>(typedArray, Symbol.toStringTag);
  const partsOf = (holder: object) => ({
    buffer: getter<ArrayBuffer>(holder, "buffer"),
    offset: getter<number>(holder, "byteOffset"),
    length: getter<number>(holder, "byteLength"),
  });
  const ofArray = partsOf(typedArray);
  const ofDataView = partsOf(DataView.prototype);
  const plainLength = getter<number>(ArrayBuffer.prototype, "byteLength");
  const sharedLength = getter<number>(SharedArrayBuffer.prototype, "byteLength");

  const lengthOf = (read: () => number, buffer: unknown): number | null => {
    try {
      return apply(read, buffer, []);
    } catch {
      return null;
    }
  };
  const partOf = (source: unknown): { buffer: ArrayBuffer; offset: number; length: number } => {
    if (isView(source)) {
      const read = apply(kindOf, source, []) === undefined ? ofDataView : ofArray;
      return {
        buffer: apply(read.buffer, source, []),
        offset: apply(read.offset, source, []),
        length: apply(read.length, source, []),
      };
    }
    const length = lengthOf(plainLength, source) ?? lengthOf(sharedLength, source);
    if (length === null) throw new TypeError("The argument must be a buffer or a view of one");
    return { buffer: source as ArrayBuffer, offset: 0, length };
  };
  const view = (source: unknown): Uint8Array => {
    const { buffer, offset, length } = partOf(source);
    return new Bytes(buffer, offset, length);
  };
  return {
    view,
    copy(source) {
      const { buffer, offset, length } = partOf(source);
      const copy = new Bytes(length);
      apply(setAll, copy, [new Bytes(buffer, offset, length)]);
      return copy;
    },
    isShared: (source) => lengthOf(sharedLength, partOf(source).buffer) !== null,
  };
}
