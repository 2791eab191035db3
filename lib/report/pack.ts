/**
 * Tensors for the page's script in one text: their bytes one after the other, each starting
 * at a multiple of 8, deflated by the one implementation that is pinned. `unpack.ts` is the way back.
 *
 * @module
 */
import { zlibSync } from "fflate";
import type { Tensor } from "../codec/value.ts";
import { toBase85 } from "./base85.ts";

/** Element types that the page knows. */
export type PackDtype = "uint8" | "uint16" | "uint32" | "float32";

/** Tensors by name. */
export type PackTensors = { readonly [name: string]: Tensor<PackDtype> };

/** What a packed tensor is; the entries stand in the order of their bytes. */
export type PackEntry = readonly [name: string, dtype: PackDtype, shape: readonly number[]];

/** Packed tensors, ready for JSON. */
export interface Pack {
  readonly entries: readonly PackEntry[];
  /** Base 85 of a zlib stream of little-endian numbers. */
  readonly data: string;
}

/** Every tensor starts at a multiple of this many bytes. */
export const ALIGNMENT = 8;

/** `mem` is stated because the library's own default goes through `Math.log`. */
const DEFLATE = { level: 6, mem: 8 } as const;

/**
 * Packs `tensors` under their names.
 *
 * @example
 * ```ts
 * import { pack } from "./pack.ts";
 * import { tensor } from "../codec/value.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const packed = pack({ labels: tensor("uint8", [3], new Uint8Array([7, 2, 1])) });
 * assertEquals(packed.entries, [["labels", "uint8", [3]]]);
 * ```
 */
export function pack(tensors: PackTensors): Pack {
  const named = Object.entries(tensors);
  const entries = named.map(([name, t]): PackEntry => [name, t.dtype, t.shape]);
  const parts = named.map(([, { data }]) =>
    planesOf(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), data.BYTES_PER_ELEMENT)
  );
  const bytes = new Uint8Array(parts.reduce((end, part) => aligned(end) + part.length, 0));
  let end = 0;
  for (const part of parts) {
    bytes.set(part, aligned(end));
    end = aligned(end) + part.length;
  }
  return { entries, data: toBase85(zlibSync(bytes, DEFLATE)) };
}

/**
 * First the lowest byte of every element, then the second of every element, and so on: high bytes are
 * alike and deflate well side by side.
 *
 * @example
 * ```ts
 * import { planesOf } from "./pack.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(planesOf(Uint8Array.of(1, 2, 3, 4), 2), Uint8Array.of(1, 3, 2, 4));
 * ```
 */
export function planesOf(bytes: Uint8Array, width: number): Uint8Array {
  if (width === 1 || width === bytes.length) return bytes;
  const count = bytes.length / width;
  return bytes.map((_, i) => bytes[(i % count) * width + Math.floor(i / count)]!);
}

/**
 * The next multiple of `ALIGNMENT` from `position` on.
 *
 * @example
 * ```ts
 * import { aligned } from "./pack.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals([0, 1, 8].map(aligned), [0, 8, 8]);
 * ```
 */
export function aligned(position: number): number {
  return Math.ceil(position / ALIGNMENT) * ALIGNMENT;
}
