/**
 * The choice between the kernel and its twin. Nothing but time depends on it.
 *
 * @module
 */
import type { Backend, BackendName } from "./backend.ts";
import type { Examples } from "./examples.ts";
import { kernelBackend } from "./simd.ts";
import { twinBackend } from "./twin.ts";

/**
 * Makes a backend: packs the images and sets the parameters to 0.
 *
 * @param rows how many numbers of examples there is room for
 *
 * @throws {RangeError} if it cannot hold such examples.
 */
export function openBackend(name: BackendName, examples: Examples, rows: number): Backend {
  return name === "kernel" ? kernelBackend(examples, rows) : twinBackend(examples, rows);
}
