/**
 * Addresses in memory, and the numbers that stay the same during a training. Each instance sets them
 * once, so that several instances can share one memory.
 *
 * @module
 */

/** D: pixels in an image. */
export let D: u32 = 0;
/** Bytes of a row of parameters: K classes, padded to whole vectors of four. */
export let rowBytes: u32 = 0;
/** D rows of weights, then one of biases. The biases of padding are -Infinity, so its probability is 0. */
export let parameters: usize = 0;
/** Momentum's velocity, in the shape of the parameters. */
export let velocity: usize = 0;
/** One row: the net inputs of a black image. */
export let base: usize = 0;
/** N + 1 u32: the address of each example's first entry, and the end of the last example's. */
export let starts: usize = 0;
/** N u8: the class of each example. */
export let labels: usize = 0;
/** The affine map from a byte to a feature: x = q · scale + offset. */
export let scale: f32 = 1;
/** The constant term of that map. */
export let offset: f32 = 0;

/** Sets sizes in numbers and bytes, and addresses. The caller lays the memory out. */
export function setLayout(
  pixels: u32,
  bytes: u32,
  parametersAt: usize,
  velocityAt: usize,
  baseAt: usize,
  startsAt: usize,
  labelsAt: usize,
): void {
  D = pixels;
  rowBytes = bytes;
  parameters = parametersAt;
  velocity = velocityAt;
  base = baseAt;
  starts = startsAt;
  labels = labelsAt;
}

/** Sets the map from a pixel q to a feature: x = q · scale + offset. */
export function setAffineMap(by: f32, plus: f32): void {
  scale = by;
  offset = plus;
}
