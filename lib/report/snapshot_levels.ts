/**
 * The weights after some of the epochs, as fine as their pictures show them: steps of colour, and of
 * each snapshot only how it differs from the one before, which deflates to a fifth.
 *
 * @module
 */
import type { WeightSnapshot } from "../data/artifacts.ts";
import { levelOf } from "./signed_colour.ts";

/**
 * The differences, modulo 256, one snapshot after the other; the first stands for itself.
 *
 * @param limit weights of this size and more have the full colour
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
 * The levels of each snapshot.
 *
 * @param size weights of a snapshot
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
