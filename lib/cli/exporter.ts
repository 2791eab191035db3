/**
 * File formats that a pipeline adds to `export`, for outputs whose meaning only it knows.
 *
 * @module
 */
import type { Edge } from "../engine/graph.ts";

/** How one output is written in one more format. */
export interface Exporter {
  /** What is exported. */
  readonly output: Edge<unknown>;
  /** What the file's name ends in, lower case, without the point. */
  readonly extension: string;
  /** What the file holds, in a few words, for help. */
  readonly description: string;
  /** The artifacts that the file is made of, by the names that `encode` knows them by. */
  readonly takes: { readonly [name: string]: Edge<unknown> };
  /** The bytes of the file. */
  readonly encode: (artifacts: never) => Promise<Uint8Array<ArrayBuffer>>;
}

/**
 * Declares an exporter: gives its argument back, with the types of `takes` held against `encode`.
 *
 * @example
 * ```ts
 * import { defineExporter } from "./exporter.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const sum: { node: string; output: string; type?: number } = { node: "total", output: "sum" };
 * const exporter = defineExporter({
 *   output: sum,
 *   extension: "txt",
 *   description: "the sum with two decimals",
 *   takes: { sum },
 *   encode: ({ sum }) => Promise.resolve(new TextEncoder().encode(sum.toFixed(2))),
 * });
 * assertEquals(exporter.extension, "txt");
 * ```
 */
export function defineExporter<Artifacts>(
  exporter: Omit<Exporter, "takes" | "encode"> & {
    readonly takes: { readonly [A in keyof Artifacts]: Edge<Artifacts[A]> };
    readonly encode: (artifacts: Artifacts) => Promise<Uint8Array<ArrayBuffer>>;
  },
): Exporter {
  return exporter;
}
