/**
 * A few examples that show how differently a class is written. Greedy: the first is the one nearest
 * to the mean, each further one the one farthest from all that were taken.
 *
 * @module
 */

/** Images are compared on a grid of at most this many cells a side. */
const GRID = 7;

/**
 * At most `count` of `images`, as places in it, in the order in which they were taken.
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

/** The cell of a coarse grid that each pixel is in. */
function cellsOf([height, width]: readonly [number, number]): Uint8Array {
  return Uint8Array.from({ length: height * width }, (_, i) => {
    const [y, x] = [Math.floor(i / width), i % width];
    return Math.floor((y * GRID) / height) * GRID + Math.floor((x * GRID) / width);
  });
}

/** Sums of pixels in the cells. */
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

/** Where the extreme is; the first of equal ones, -1 of none. */
function place(values: readonly number[], beats: (a: number, b: number) => boolean): number {
  let best = values.length === 0 ? -1 : 0;
  values.forEach((value, i) => {
    if (beats(value, values[best]!)) best = i;
  });
  return best;
}
