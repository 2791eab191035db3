/**
 * Encodes snapshots of the weights for their pictures: as levels of colour, and for each snapshot only the
 * difference to the one before, which compresses to a fifth.
 *
 * @module
 */
import type { WeightSnapshot } from "../data/artifacts.ts";
import { levelOf } from "./signed_colour.ts";

/**
 * Encodes snapshots in sequence: the first one's levels, then differences, modulo 256.
 *
 * @param limit smallest size of weights that have the full colour
 *
 * @example
 * ```ts
 * import { levelsFrom, snapshotSteps } from "./snapshot_levels.ts";
 * import { tensor } from "../codec/value.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const snapshot = (q: number) => ({
 *   epoch: 1,
 *   scale: 0.1,
 *   weights: tensor("int8", [1, 1], new Int8Array([q])),
 * });
 * const steps = snapshotSteps([snapshot(10), snapshot(-10)], 1);
 * assertEquals(levelsFrom(steps, 1), [Int8Array.of(15), Int8Array.of(-15)]);
 * ```
 */
export function snapshotSteps(
  snapshots: readonly WeightSnapshot[],
  limit: number,
): Uint8Array<ArrayBuffer> {
  const size = snapshots[0]?.weights.data.length ?? 0;
  const steps = new Uint8Array(snapshots.length * size);
  let before = new Int8Array(size);
  snapshots.forEach(({ scale, weights }, s) => {
    const levels = Int8Array.from(weights.data, (q) => levelOf(q * scale, limit));
    for (let i = 0; i < size; i++) steps[s * size + i] = levels[i]! - before[i]!;
    before = levels;
  });
  return steps;
}

/**
 * The inverse of `snapshotSteps`: the levels of each snapshot.
 *
 * @param size number of weights in a snapshot
 */
export function levelsFrom(steps: Uint8Array, size: number): Int8Array[] {
  const levels: Int8Array[] = [];
  let last = new Int8Array(size);
  for (let start = 0; start < steps.length; start += size) {
    last = last.map((level, i) => level + steps[start + i]!);
    levels.push(last);
  }
  return levels;
}
