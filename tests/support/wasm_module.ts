/**
 * WebAssembly modules of one function whose instructions are a test's.
 *
 * @module
 */

/** An unsigned number as LEB128, in at least `length` bytes. */
export function leb(value: number, length = 1): number[] {
  const rest = Math.floor(value / 128);
  const isLast = rest === 0 && length <= 1;
  return isLast ? [value] : [value % 128 + 128, ...leb(rest, length - 1)];
}

const vector = (items: readonly (readonly number[])[]): number[] => [
  ...leb(items.length),
  ...items.flat(),
];

const section = (id: number, body: readonly number[]): number[] => [
  id,
  ...leb(body.length),
  ...body,
];

/** What stands behind the body: its `end`, and a section of data. */
const DATA = section(11, vector([[1, 1, 0]]));

/**
 * A module that exports function `f` without arguments and results. It has locals and types of every
 * kind, a table, two memories (the first shared if asked for), a global, a tag, elements and data.
 */
export function codeModule(
  body: readonly number[],
  { isShared }: { readonly isShared: boolean },
): Uint8Array<ArrayBuffer> {
  const [i32, i64, f32, f64, v128, funcref, externref] = [
    0x7f,
    0x7e,
    0x7d,
    0x7c,
    0x7b,
    0x70,
    0x6f,
  ];
  const types = [
    [0x60, 0, 0],
    [0x5f, 1, i32, 1],
    [0x5e, i32, 1],
    [0x5f, 1, 0x78, 1],
    [0x5e, 0x78, 1],
    [0x5e, funcref, 1],
    [0x5f, 0],
  ];
  const locals = vector([i32, i64, f32, f64, v128, funcref, externref].map((type) => [1, type]));
  const code = [...locals, ...body, 0x0b];
  return new Uint8Array([
    ...[0, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(1, vector(types)),
    ...section(3, vector([[0]])),
    ...section(4, vector([[funcref, 0, 1]])),
    ...section(5, vector([isShared ? [3, 1, 1] : [0, 1], [0, 1]])),
    ...section(13, vector([[0, 0]])),
    ...section(6, vector([[i32, 1, 0x41, 0, 0x0b]])),
    ...section(7, vector([[1, 0x66, 0, 0]])),
    ...section(9, vector([[1, 0, 1, 0]])),
    ...section(12, [1]),
    ...section(10, vector([[...leb(code.length), ...code]])),
    ...DATA,
  ]);
}

/** Bytes behind the instructions. */
codeModule.tail = 1 + DATA.length;
