/**
 * Softmax and cross-entropy of one example, forward and backward.
 *
 * @module
 */
import { exp, log } from "./elementary";
import { rowBytes } from "./layout";

/** Whether the last example's predicted class, the lowest on a tie, is its label. */
export let isCorrect: bool = false;

/** Σ exp(z - max z) of the last example, in all lanes. */
let total: v128 = i32x4(0, 0, 0, 0);

/**
 * Replaces the net inputs z by exp(z - max z), and returns the loss. Two exchanges of lanes combine the
 * four lanes of a vector, so that each holds the result.
 */
export function loss(z: usize, label: u32): f32 {
  let top = v128.load(z);
  for (let o: usize = 16; o < rowBytes; o += 16) top = f32x4.pmax(top, v128.load(z + o));
  top = f32x4.pmax(top, v128.shuffle<f32>(top, top, 2, 3, 0, 1));
  top = f32x4.pmax(top, v128.shuffle<f32>(top, top, 1, 0, 3, 2));
  const ofLabel = load<f32>(z + (label << 2));

  let sums = f32x4.splat(0);
  let largestAt: u64 = 0;
  for (let o: usize = 0; o < rowBytes; o += 16) {
    const four = v128.load(z + o);
    largestAt |= <u64>i32x4.bitmask(f32x4.eq(four, top)) << (o >> 2);
    const powers = exp(f32x4.sub(four, top));
    v128.store(z + o, powers);
    sums = f32x4.add(sums, powers);
  }
  isCorrect = ctz(largestAt) == label;
  sums = f32x4.add(sums, v128.shuffle<f32>(sums, sums, 2, 3, 0, 1));
  total = f32x4.add(sums, v128.shuffle<f32>(sums, sums, 1, 0, 3, 2));
  return (f32x4.extract_lane(top, 0) - ofLabel) + log(f32x4.extract_lane(total, 0));
}

/** The backward pass; must follow `loss` of the same example: dz = softmax(z) - y. */
export function dLoss(z: usize, label: u32): void {
  for (let o: usize = 0; o < rowBytes; o += 16) {
    v128.store(z + o, f32x4.div(v128.load(z + o), total));
  }
  store<f32>(z + (label << 2), load<f32>(z + (label << 2)) - 1);
}
