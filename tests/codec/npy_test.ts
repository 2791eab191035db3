/**
 * That `.npy` files are as NumPy's format says. The whole files were read by NumPy 2.4.6 when these
 * tests were written.
 *
 * @module
 */
import { assertEquals } from "@std/assert";
import { npyBytes } from "../../lib/codec/npy.ts";
import { type Tensor, tensor } from "../../lib/codec/value.ts";

function parts(t: Tensor): { magic: string; header: string; data: string } {
  const bytes = npyBytes(t);
  const headerBytes = bytes[8]! + 256 * bytes[9]!;
  const start = 10 + headerBytes;
  return {
    magic: bytes.subarray(0, 8).toHex(),
    header: new TextDecoder().decode(bytes.subarray(10, start)),
    data: bytes.subarray(start).toHex(),
  };
}

Deno.test("npyBytes() writes magic, version, header and little-endian elements", () => {
  const { magic, header, data } = parts(tensor("uint16", [2, 1], new Uint16Array([1, 0x203])));
  assertEquals(magic, "934e554d50590100");
  assertEquals(
    header,
    "{'descr': '<u2', 'fortran_order': False, 'shape': (2, 1), }".padEnd(117) + "\n",
  );
  assertEquals(data, "01000302");
});

Deno.test("npyBytes() starts the elements at a multiple of 64 bytes, however long the shape", () => {
  for (let rank = 0; rank <= 32; rank++) {
    const bytes = npyBytes(tensor("int8", Array(rank).fill(1), new Int8Array([7])));
    assertEquals((bytes.length - 1) % 64, 0);
    assertEquals(bytes[bytes.length - 2], 0x0a);
    assertEquals(10 + bytes[8]! + 256 * bytes[9]!, bytes.length - 1);
  }
});

Deno.test("npyBytes() pads the header by fewer than 64 bytes, and by none where it fits", () => {
  const paddings = new Set<number>();
  for (let rank = 1; rank <= 24; rank++) {
    for (let digits = 1; digits <= 9; digits++) {
      const shape = [...Array(rank).fill(0), 10 ** (digits - 1)];
      const { header } = parts(tensor("uint8", shape, new Uint8Array()));
      paddings.add(header.length - 1 - header.trimEnd().length);
    }
  }
  assertEquals([...paddings].sort((a, b) => a - b), Array.from({ length: 64 }, (_, i) => i));
});

Deno.test("npyBytes() writes shapes as Python's tuples", () => {
  const shapeOf = (shape: number[]) =>
    parts(tensor("uint8", shape, new Uint8Array(shape.reduce((a, b) => a * b, 1)))).header
      .match(/'shape': (.*), }/)?.[1];
  assertEquals([shapeOf([]), shapeOf([3]), shapeOf([2, 3]), shapeOf([0, 2])], [
    "()",
    "(3,)",
    "(2, 3)",
    "(0, 2)",
  ]);
});

Deno.test("npyBytes() names every element type as NumPy does", () => {
  const one: readonly Tensor[] = [
    tensor("uint8", [1], new Uint8Array(1)),
    tensor("int8", [1], new Int8Array(1)),
    tensor("uint16", [1], new Uint16Array(1)),
    tensor("int16", [1], new Int16Array(1)),
    tensor("uint32", [1], new Uint32Array(1)),
    tensor("int32", [1], new Int32Array(1)),
    tensor("float32", [1], new Float32Array(1)),
    tensor("float64", [1], new Float64Array(1)),
  ];
  assertEquals(one.map((t) => parts(t).header.match(/'descr': '(.*?)'/)?.[1]), [
    "|u1",
    "|i1",
    "<u2",
    "<i2",
    "<u4",
    "<i4",
    "<f4",
    "<f8",
  ]);
});

Deno.test("npyBytes() takes the elements of a view, and those alone", () => {
  const data = new Float32Array([9, 1, -2, 9]).subarray(1, 3);
  assertEquals(parts(tensor("float32", [2], data)).data, "0000803f000000c0");
});
