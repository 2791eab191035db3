/**
 * From an example's net inputs to its loss, and backward.
 *
 * @module
 */
import { exp, log } from "./elementary";
import { rowBytes } from "./place";

/** Whether the last example's largest net input is its label's, the lowest class on a tie. */
export let right: bool = false;

let total: f32 = 0;

/** Replaces net inputs by e to the power of what each is below the largest, and gives the loss. */
export function loss(z: usize, label: u32): f32 {
  let four = v128.load(z);
  for (let o: usize = 16; o < rowBytes; o += 16) four = f32x4.max(four, v128.load(z + o));
  const largest: f32 = max(
    max(f32x4.extract_lane(four, 0), f32x4.extract_lane(four, 2)),
    max(f32x4.extract_lane(four, 1), f32x4.extract_lane(four, 3)),
  );
  const ofLabel = load<f32>(z + (label << 2));

  const top = f32x4.splat(largest);
  let sums = f32x4.splat(0);
  let largestAt: u64 = 0;
  for (let o: usize = 0; o < rowBytes; o += 16) {
    const four = v128.load(z + o);
    largestAt |= <u64>i32x4.bitmask(f32x4.eq(four, top)) << (o >> 2);
    const powers = exp(f32x4.sub(four, top));
    v128.store(z + o, powers);
    sums = f32x4.add(sums, powers);
  }
  right = ctz(largestAt) == label;
  total = (f32x4.extract_lane(sums, 0) + f32x4.extract_lane(sums, 2)) +
    (f32x4.extract_lane(sums, 1) + f32x4.extract_lane(sums, 3));
  return (largest - ofLabel) + log(total);
}

/** Backward, right after `loss`: dz = softmax(z) - y. */
export function dLoss(z: usize, label: u32): void {
  const sum = f32x4.splat(total);
  for (let o: usize = 0; o < rowBytes; o += 16) v128.store(z + o, f32x4.div(v128.load(z + o), sum));
  store<f32>(z + (label << 2), load<f32>(z + (label << 2)) - 1);
}
