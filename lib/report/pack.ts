/**
 * Packs tensors for the page's script into one text: their bytes in sequence, each aligned to 8 bytes,
 * compressed by the pinned implementation of deflate. `unpack.ts` is the inverse.
 *
 * @module
 */
import { zlibSync } from "fflate";
import type { Tensor } from "../codec/value.ts";
import { toBase85 } from "./base85.ts";

/** Element types that the page supports. */
export type PackDtype = "uint8" | "uint16" | "uint32" | "float32";

/** Tensors by name. */
export type PackTensors = { readonly [name: string]: Tensor<PackDtype> };

/** Describes a packed tensor. Entries are in the order of the bytes. */
export type PackEntry = readonly [name: string, dtype: PackDtype, shape: readonly number[]];

/** Packed tensors, ready for JSON. */
export interface Pack {
  readonly entries: readonly PackEntry[];
  /** Base 85 of a zlib stream of little-endian numbers. */
  readonly data: string;
}

/** Bytes: every tensor starts at a multiple of it. */
export const ALIGNMENT = 8;

/** `mem` is set because the library's default depends on `Math.log`. */
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
 * Reorders bytes: first the lowest byte of every element, then the second byte of every element, and so on.
 * High bytes are similar and compress well in sequence.
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
 * The smallest multiple of `ALIGNMENT` that is at least `position`.
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
