/**
 * What a value's first byte says, for the part of MessagePack that artifacts use. Bytes without an
 * entry are refused: c1 (never used), ca (float32: every number has one form), c7, c8 and d4 to d8
 * (extensions: tensors are always `ext 32`).
 *
 * @module
 */

/** How a value goes on after its first byte. */
export interface Form {
  /** What the value is; a constant is over with its first byte. */
  readonly kind:
    | "constant"
    | "unsigned"
    | "signed"
    | "float"
    | "text"
    | "bytes"
    | "array"
    | "map"
    | "tensor";
  /** Bytes of the number or length that follows; 0 if the first byte holds it. */
  readonly width: number;
  /** The length that the first byte holds. */
  readonly length: number;
  /**
   * Of a length or an unsigned number, the smallest one that needs this form; of a signed one, the
   * largest.
   */
  readonly bound: number;
}

const LONG_FORMS: { readonly [marker: number]: Form } = {
  0xc0: held("constant", 0), // null
  0xc2: held("constant", 0), // false
  0xc3: held("constant", 0), // true
  0xc4: follows("bytes", 1, 0),
  0xc5: follows("bytes", 2, 0x100),
  0xc6: follows("bytes", 4, 0x1_0000),
  0xc9: follows("tensor", 4, 0),
  0xcb: follows("float", 8, 0),
  0xcc: follows("unsigned", 1, 0x80),
  0xcd: follows("unsigned", 2, 0x100),
  0xce: follows("unsigned", 4, 0x1_0000),
  0xcf: follows("unsigned", 8, 0x1_0000_0000),
  0xd0: follows("signed", 1, -0x21),
  0xd1: follows("signed", 2, -0x81),
  0xd2: follows("signed", 4, -0x8001),
  0xd3: follows("signed", 8, -0x8000_0001),
  0xd9: follows("text", 1, 32),
  0xda: follows("text", 2, 0x100),
  0xdb: follows("text", 4, 0x1_0000),
  0xdc: follows("array", 2, 16),
  0xdd: follows("array", 4, 0x1_0000),
  0xde: follows("map", 2, 16),
  0xdf: follows("map", 4, 0x1_0000),
};

const FORMS: readonly (Form | undefined)[] = Array.from({ length: 256 }, (_, marker) => {
  if (marker < 0x80 || marker >= 0xe0) return held("constant", 0);
  if (marker < 0x90) return held("map", marker & 0x0f);
  if (marker < 0xa0) return held("array", marker & 0x0f);
  if (marker < 0xc0) return held("text", marker & 0x1f);
  return LONG_FORMS[marker];
});

/** The form that starts with this byte, if artifacts use it. */
export function formOf(marker: number): Form | undefined {
  return FORMS[marker];
}

function held(kind: Form["kind"], length: number): Form {
  return { kind, width: 0, length, bound: 0 };
}

function follows(kind: Form["kind"], width: number, bound: number): Form {
  return { kind, width, length: 0, bound };
}
