/**
 * The twin's sparse form of the images: which pixels are not black, and what they are.
 *
 * @module
 */
import { countExamples, type Examples, strideOf } from "./examples.ts";

/** Example i has the entries `starts[i]` to `starts[i + 1] - 1`, a multiple of 4. */
export interface Entries {
  readonly starts: Uint32Array;
  /** Where the pixel's row of parameters begins. */
  readonly places: Uint32Array;
  readonly pixels: Uint8Array;
}

/** Packs all examples, for all threads to read. Entries of a black pixel fill up the last four of an image. */
export function packed(examples: Examples): Entries {
  const stride = strideOf(examples.K);
  const { D, parts } = examples;
  const N = countExamples(examples);
  const most = 3 * N + parts.reduce((count, { q }) => count + nonZero(q), 0);
  const starts = new Uint32Array(new SharedArrayBuffer(4 * (N + 1)));
  const places = new Uint32Array(new SharedArrayBuffer(4 * most));
  const pixels = new Uint8Array(new SharedArrayBuffer(most));
  let end = 0;
  let example = 0;
  for (const { q, labels } of parts) {
    for (let i = 0; i < labels.length; i++) {
      for (let d = 0; d < D; d++) {
        if (q[i * D + d] === 0) continue;
        places[end] = d * stride;
        pixels[end++] = q[i * D + d]!;
      }
      end = Math.ceil(end / 4) * 4;
      starts[++example] = end;
    }
  }
  return { starts, places, pixels };
}

function nonZero(q: Uint8Array): number {
  let count = 0;
  for (let j = 0; j < q.length; j++) if (q[j] !== 0) count += 1;
  return count;
}
