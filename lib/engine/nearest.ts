/**
 * The known name that a misspelt one was most likely meant to be.
 *
 * @module
 */

/**
 * The name in `known` with the fewest edits from `name`, where an insertion, a deletion, a
 * replacement and a swap of neighbours count one each (optimal string alignment), upper and lower
 * case alike. The first wins a tie. `undefined` if even the nearest differs in more than half of its
 * letters.
 *
 * @example
 * ```ts
 * import { nearest } from "./nearest.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(nearest("trian", ["fetch", "train"]), "train");
 * assertEquals(nearest("xyz", ["fetch", "train"]), undefined);
 * ```
 */
export function nearest(name: string, known: readonly string[]): string | undefined {
  // A name longer than this is no misspelling, and distances cost the product of both lengths.
  if (name.length > 200) return undefined;
  let best: string | undefined;
  let least = Infinity;
  for (const candidate of known) {
    const distance = editDistance(name.toLowerCase(), candidate.toLowerCase());
    if (distance < least && distance <= Math.max(1, candidate.length / 2)) {
      best = candidate;
      least = distance;
    }
  }
  return best;
}

function editDistance(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = last[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      row[j] = Math.min(replaced, last[j]! + 1, row[j - 1]! + 1);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        row[j] = Math.min(row[j]!, beforeLast[j - 2]! + 1);
      }
    }
    [beforeLast, last] = [last, row];
  }
  return last[b.length]!;
}
