/**
 * The twin's sparse form of the images: the positions and values of pixels that are not black.
 *
 * @module
 */
import { countExamples, type Examples, strideOf } from "./examples.ts";

/** Example i has the entries `starts[i]` to `starts[i + 1] - 1`, a multiple of 4. */
export interface Entries {
  readonly starts: Uint32Array;
  /** Index of the first parameter in the pixel's row. */
  readonly offsets: Uint32Array;
  readonly pixels: Uint8Array;
}

/**
 * Packs all examples into memory that threads share. Entries of value 0 pad the number of an image's
 * entries to a multiple of 4.
 */
export function packExamples(examples: Examples): Entries {
  const stride = strideOf(examples.K);
  const { D, parts } = examples;
  const N = countExamples(examples);
  const maxEntries = 3 * N + parts.reduce((count, { q }) => count + countNonZero(q), 0);
  const starts = new Uint32Array(new SharedArrayBuffer(4 * (N + 1)));
  const offsets = new Uint32Array(new SharedArrayBuffer(4 * maxEntries));
  const pixels = new Uint8Array(new SharedArrayBuffer(maxEntries));
  let end = 0;
  let example = 0;
  for (const { q, labels } of parts) {
    for (let i = 0; i < labels.length; i++) {
      for (let d = 0; d < D; d++) {
        if (q[i * D + d] === 0) continue;
        offsets[end] = d * stride;
        pixels[end++] = q[i * D + d]!;
      }
      end = Math.ceil(end / 4) * 4;
      starts[++example] = end;
    }
  }
  return { starts, offsets, pixels };
}

function countNonZero(q: Uint8Array): number {
  let count = 0;
  for (let j = 0; j < q.length; j++) if (q[j] !== 0) count += 1;
  return count;
}
