/**
 * Sums over many examples, computed in chunks of a fixed size that are added in order. So the result
 * does not depend on which thread computes which chunk.
 *
 * @module
 */
import type { Backend, Sums } from "./backend.ts";

/** Examples in a chunk. Results depend on it: another size rounds sums differently. */
export const CHUNK = 128;

/**
 * Sums over `count` examples from `rows[from]` on.
 *
 * @param gradient whether to set `backend.gradient` to the gradient of these examples
 *
 * @example An untrained model's loss is the logarithm of the number of classes
 * ```ts
 * import { openBackend } from "./open_backend.ts";
 * import { sumsOver } from "./sums.ts";
 * import { assertAlmostEquals } from "@std/assert";
 *
 * const parts = [{ q: Uint8Array.of(255, 0), labels: Uint8Array.of(0, 1) }];
 * const examples = { parts, D: 1, K: 2, scale: 1 / 255, offset: 0 };
 * const backend = openBackend("kernel", examples, { rows: 2, gradients: 2, threads: 1 });
 * backend.rows.set([0, 1]);
 * assertAlmostEquals(sumsOver(backend, 0, 2, true).loss / 2, Math.LN2, 1e-7);
 * ```
 */
export function sumsOver(backend: Backend, from: number, count: number, gradient: boolean): Sums {
  backend.prepare();
  let loss = 0;
  let correct = 0;
  for (let start = 0; start < count; start += CHUNK) {
    const into = start === 0 ? 0 : 1;
    const sums = backend.chunk(
      from + start,
      Math.min(CHUNK, count - start),
      gradient ? into : null,
    );
    if (gradient && into > 0) backend.add(into);
    loss += sums.loss;
    correct += sums.correct;
  }
  return { loss, correct };
}
