/**
 * That a reader of `.npy` files that is not ours reads ours.
 *
 * @module
 */
import { assertEquals } from "@std/assert";
import { npyBytes } from "../../lib/codec/npy.ts";
import { type Tensor, tensor } from "../../lib/codec/value.ts";
import { readNpy } from "../support/npy_reader.ts";

const SAMPLES: readonly Tensor[] = [
  tensor("uint8", [2, 3], new Uint8Array([0, 1, 2, 3, 254, 255])),
  tensor("int8", [2], new Int8Array([-128, 127])),
  tensor("uint16", [1, 2], new Uint16Array([1, 65_535])),
  tensor("int16", [2], new Int16Array([-32_768, 32_767])),
  tensor("uint32", [2], new Uint32Array([1, 4_294_967_295])),
  tensor("int32", [2], new Int32Array([-2_147_483_648, 2_147_483_647])),
  tensor("float32", [2, 2, 1], new Float32Array([0.1, -0, NaN, Infinity])),
  tensor("float64", [3], new Float64Array([Math.PI, 5e-324, -1.7976931348623157e308])),
];

for (const sample of SAMPLES) {
  Deno.test(`a .npy file of ${sample.dtype} is read back by another reader`, () => {
    const { shape, data, fortranOrder } = readNpy(npyBytes(sample));
    assertEquals([shape, fortranOrder], [sample.shape, false]);
    assertEquals(data, sample.data);
  });
}
