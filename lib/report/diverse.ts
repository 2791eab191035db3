/**
 * Selects images that differ from each other, greedily: first the image nearest to the mean, then always the
 * image farthest from all selected ones.
 *
 * @module
 */

/** Largest number of cells per side of the grid on which images are compared. */
const GRID = 7;

/**
 * Indices of at most `count` images, in the order of selection.
 *
 * @example
 * ```ts
 * import { diverse } from "./diverse.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const images = [[0, 90], [0, 100], [0, 110], [200, 0]].map((q) => Uint8Array.from(q));
 * assertEquals(diverse(images, [1, 2], 2), [0, 3]);
 * ```
 */
export function diverse(
  images: readonly Uint8Array[],
  shape: readonly [height: number, width: number],
  count: number,
): number[] {
  const cells = cellsOf(shape);
  const rough = images.map((image) => coarse(image, cells));
  const taken: number[] = [];
  let distances = distancesTo(mean(rough), rough);
  let next = place(distances, (a, b) => a < b);
  while (next !== -1 && taken.length < count) {
    taken.push(next);
    const fromNext = distancesTo(rough[next]!, rough);
    distances = taken.length === 1
      ? fromNext
      : distances.map((distance, i) => Math.min(distance, fromNext[i]!));
    next = distances.some((distance) => distance > 0) ? place(distances, (a, b) => a > b) : -1;
  }
  return taken;
}

/** The grid cell of each pixel. */
function cellsOf([height, width]: readonly [number, number]): Uint8Array {
  return Uint8Array.from({ length: height * width }, (_, i) => {
    const [y, x] = [Math.floor(i / width), i % width];
    return Math.floor((y * GRID) / height) * GRID + Math.floor((x * GRID) / width);
  });
}

/** The sum of the pixels in each cell. */
function coarse(image: Uint8Array, cells: Uint8Array): Float64Array {
  const sums = new Float64Array(GRID * GRID);
  for (let i = 0; i < image.length; i++) sums[cells[i]!]! += image[i]!;
  return sums;
}

function mean(images: readonly Float64Array[]): Float64Array {
  const sums = new Float64Array(GRID * GRID);
  for (const image of images) {
    for (let i = 0; i < image.length; i++) sums[i]! += image[i]!;
  }
  return sums.map((sum) => sum / images.length);
}

function distancesTo(point: Float64Array, images: readonly Float64Array[]): number[] {
  return images.map((image) => {
    let squares = 0;
    for (let i = 0; i < point.length; i++) {
      squares += (image[i]! - point[i]!) * (image[i]! - point[i]!);
    }
    return squares;
  });
}

/** The index of the extreme value, the first on a tie; -1 without values. */
function place(values: readonly number[], beats: (a: number, b: number) => boolean): number {
  let best = values.length === 0 ? -1 : 0;
  values.forEach((value, i) => {
    if (beats(value, values[best]!)) best = i;
  });
  return best;
}
