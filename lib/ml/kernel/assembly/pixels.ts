/**
 * The sums over an image's pixels, forward and backward. Three vectors of classes are computed at a
 * time, because they stay in registers; the remaining vectors one at a time. The loop over entries is
 * unrolled four times, because in WebAssembly each iteration and each load has a cost of its own.
 *
 * @module
 */
import { firstRow, pixelOf, pixelsOf, secondRow } from "./entry";
import { base, rowBytes, scale } from "./layout";

/**
 * Net inputs: z = scale · Σ q W + base. Entries with even and with odd indices have separate sums, so
 * that two additions can run at the same time.
 */
export function netInputs(entry: usize, end: usize, weights: usize, z: usize): void {
  const by = f32x4.splat(scale);
  let o: usize = 0;
  for (; o + 48 <= rowBytes; o += 48) threeNetInputs(entry, end, weights + o, z + o, base + o, by);
  for (; o < rowBytes; o += 16) oneNetInput(entry, end, weights + o, z + o, base + o, by);
}

function threeNetInputs(e: usize, end: usize, w: usize, z: usize, b: usize, by: v128): void {
  let a0 = f32x4.splat(0), b0 = a0, c0 = a0, a1 = a0, b1 = a0, c1 = a0;
  let q: v128, row: usize;
  for (; e < end; e += 16) {
    const four = pixelsOf(v128.load(e));
    const low = load<u64>(e), high = load<u64>(e, 8);
    q = v128.shuffle<f32>(four, four, 0, 0, 0, 0);
    row = w + firstRow(low);
    a0 = f32x4.add(a0, f32x4.mul(q, v128.load(row)));
    b0 = f32x4.add(b0, f32x4.mul(q, v128.load(row, 16)));
    c0 = f32x4.add(c0, f32x4.mul(q, v128.load(row, 32)));
    q = v128.shuffle<f32>(four, four, 1, 1, 1, 1);
    row = w + secondRow(low);
    a1 = f32x4.add(a1, f32x4.mul(q, v128.load(row)));
    b1 = f32x4.add(b1, f32x4.mul(q, v128.load(row, 16)));
    c1 = f32x4.add(c1, f32x4.mul(q, v128.load(row, 32)));
    q = v128.shuffle<f32>(four, four, 2, 2, 2, 2);
    row = w + firstRow(high);
    a0 = f32x4.add(a0, f32x4.mul(q, v128.load(row)));
    b0 = f32x4.add(b0, f32x4.mul(q, v128.load(row, 16)));
    c0 = f32x4.add(c0, f32x4.mul(q, v128.load(row, 32)));
    q = v128.shuffle<f32>(four, four, 3, 3, 3, 3);
    row = w + secondRow(high);
    a1 = f32x4.add(a1, f32x4.mul(q, v128.load(row)));
    b1 = f32x4.add(b1, f32x4.mul(q, v128.load(row, 16)));
    c1 = f32x4.add(c1, f32x4.mul(q, v128.load(row, 32)));
  }
  v128.store(z, f32x4.add(f32x4.mul(by, f32x4.add(a0, a1)), v128.load(b)));
  v128.store(z, f32x4.add(f32x4.mul(by, f32x4.add(b0, b1)), v128.load(b, 16)), 16);
  v128.store(z, f32x4.add(f32x4.mul(by, f32x4.add(c0, c1)), v128.load(b, 32)), 32);
}

function oneNetInput(e: usize, end: usize, w: usize, z: usize, b: usize, by: v128): void {
  let a0 = f32x4.splat(0), a1 = a0;
  for (; e < end; e += 8) {
    const two = load<u64>(e);
    a0 = f32x4.add(a0, f32x4.mul(pixelOf(two), v128.load(w + firstRow(two))));
    a1 = f32x4.add(a1, f32x4.mul(pixelOf(two >> 32), v128.load(w + secondRow(two))));
  }
  v128.store(z, f32x4.add(f32x4.mul(by, f32x4.add(a0, a1)), v128.load(b)));
}

/** The backward pass: adds q dz to each pixel's row of the gradient. */
export function dNetInputs(entry: usize, end: usize, gradient: usize, dz: usize): void {
  let o: usize = 0;
  for (; o + 48 <= rowBytes; o += 48) threeDNetInputs(entry, end, gradient + o, dz + o);
  for (; o < rowBytes; o += 16) oneDNetInput(entry, end, gradient + o, dz + o);
}

function threeDNetInputs(e: usize, end: usize, gradient: usize, dz: usize): void {
  const a = v128.load(dz), b = v128.load(dz, 16), c = v128.load(dz, 32);
  let q: v128, row: usize;
  for (; e < end; e += 16) {
    const four = pixelsOf(v128.load(e));
    const low = load<u64>(e), high = load<u64>(e, 8);
    q = v128.shuffle<f32>(four, four, 0, 0, 0, 0);
    row = gradient + firstRow(low);
    v128.store(row, f32x4.add(v128.load(row), f32x4.mul(q, a)));
    v128.store(row, f32x4.add(v128.load(row, 16), f32x4.mul(q, b)), 16);
    v128.store(row, f32x4.add(v128.load(row, 32), f32x4.mul(q, c)), 32);
    q = v128.shuffle<f32>(four, four, 1, 1, 1, 1);
    row = gradient + secondRow(low);
    v128.store(row, f32x4.add(v128.load(row), f32x4.mul(q, a)));
    v128.store(row, f32x4.add(v128.load(row, 16), f32x4.mul(q, b)), 16);
    v128.store(row, f32x4.add(v128.load(row, 32), f32x4.mul(q, c)), 32);
    q = v128.shuffle<f32>(four, four, 2, 2, 2, 2);
    row = gradient + firstRow(high);
    v128.store(row, f32x4.add(v128.load(row), f32x4.mul(q, a)));
    v128.store(row, f32x4.add(v128.load(row, 16), f32x4.mul(q, b)), 16);
    v128.store(row, f32x4.add(v128.load(row, 32), f32x4.mul(q, c)), 32);
    q = v128.shuffle<f32>(four, four, 3, 3, 3, 3);
    row = gradient + secondRow(high);
    v128.store(row, f32x4.add(v128.load(row), f32x4.mul(q, a)));
    v128.store(row, f32x4.add(v128.load(row, 16), f32x4.mul(q, b)), 16);
    v128.store(row, f32x4.add(v128.load(row, 32), f32x4.mul(q, c)), 32);
  }
}

function oneDNetInput(e: usize, end: usize, gradient: usize, dz: usize): void {
  const a = v128.load(dz);
  for (; e < end; e += 8) {
    const two = load<u64>(e);
    const first = gradient + firstRow(two), second = gradient + secondRow(two);
    v128.store(first, f32x4.add(v128.load(first), f32x4.mul(pixelOf(two), a)));
    v128.store(second, f32x4.add(v128.load(second), f32x4.mul(pixelOf(two >> 32), a)));
  }
}
