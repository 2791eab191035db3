/**
 * Reads `.npy` files by a reader that is not ours.
 *
 * @module
 */
import { type NpyArray, parse } from "npyjs";

/** What a `.npy` file holds. */
export function readNpy(file: Uint8Array<ArrayBuffer>): NpyArray {
  // The reader looks at whole buffers only.
  return parse(file.slice().buffer);
}
