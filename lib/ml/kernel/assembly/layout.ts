/**
 * Where things lie in memory, and the numbers that stay the same for a whole training. Set once in
 * each instance, so several instances can share one memory.
 *
 * @module
 */

/** D: pixels an image. */
export let D: u32 = 0;
/** Bytes of a row of parameters: K classes, padded to whole vectors of four. */
export let rowBytes: u32 = 0;
/** D rows of weights, then one of biases. Biases of padding are -Infinity: no such class. */
export let parameters: usize = 0;
/** Momentum's velocity, in the shape of the parameters. */
export let velocity: usize = 0;
/** A row: what a net input is before any pixel counts. */
export let base: usize = 0;
/** u32 an example and one more: where its entries start. */
export let starts: usize = 0;
/** u8 an example. */
export let labels: usize = 0;
/** The affine map from a byte to a feature: x = q · scale + offset. */
export let scale: f32 = 1;
/** The constant term of that map. */
export let offset: f32 = 0;

/** Tells where everything lies; the memory is laid out by the caller. */
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

/** A feature is x = q · scale + offset. */
export function setAffineMap(by: f32, plus: f32): void {
  scale = by;
  offset = plus;
}
