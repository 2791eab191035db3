/**
 * The work that is done once for each batch, between the sums over its examples.
 *
 * @module
 */
import { base, D, offset, parameters, rowBytes, scale, velocity } from "./layout";

/** Must be called after a change of the parameters: base = b + offset · Σ_d W_d. */
export function prepare(): void {
  const by = f32x4.splat(offset);
  const bias = parameters + D * rowBytes;
  for (let o: usize = 0; o < rowBytes; o += 16) {
    let row = v128.load(bias + o);
    if (offset != 0) {
      let sum = f32x4.splat(0);
      for (let w = parameters + o; w < bias; w += rowBytes) sum = f32x4.add(sum, v128.load(w));
      row = f32x4.add(row, f32x4.mul(by, sum));
    }
    v128.store(base + o, row);
  }
}

/** Adds a chunk's gradient `more` to the sum `gradient`. */
export function add(gradient: usize, more: usize): void {
  const end = gradient + (D + 1) * rowBytes;
  for (; gradient < end; gradient += 16, more += 16) {
    v128.store(gradient, f32x4.add(v128.load(gradient), v128.load(more)));
  }
}

/**
 * A step along the negative mean gradient of `count` examples: v ← μ v + dW, W ← W - η v, where
 * dW = scale/B Σ q dz + offset/B Σ dz + λ W and db = 1/B Σ dz.
 */
export function step(gradient: usize, count: u32, rate: f32, momentum: f32, l2: f32): void {
  const B = <f32>count;
  const dBias = gradient + D * rowBytes;
  const ofSum = f32x4.splat(scale / B), ofDBias = f32x4.splat(offset / B);
  const lambda = f32x4.splat(l2);
  for (let o: usize = 0; o < rowBytes; o += 16) {
    const shared = f32x4.mul(v128.load(dBias + o), ofDBias);
    for (let at = o; at < D * rowBytes; at += rowBytes) {
      const w = v128.load(parameters + at);
      const d = f32x4.add(f32x4.mul(v128.load(gradient + at), ofSum), shared);
      update(at, w, f32x4.add(d, f32x4.mul(lambda, w)), rate, momentum);
    }
    const b = v128.load(parameters + D * rowBytes + o);
    const d = f32x4.mul(v128.load(dBias + o), f32x4.splat(1 / B));
    update(D * rowBytes + o, b, d, rate, momentum);
  }
}

function update(at: usize, w: v128, d: v128, rate: f32, momentum: f32): void {
  const v = f32x4.add(f32x4.mul(f32x4.splat(momentum), v128.load(velocity + at)), d);
  v128.store(velocity + at, v);
  v128.store(parameters + at, f32x4.sub(w, f32x4.mul(f32x4.splat(rate), v)));
}
