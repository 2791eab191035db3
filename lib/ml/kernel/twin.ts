/**
 * The kernel once more, in plain TypeScript: the same operations on single-precision numbers in the
 * same order, so the same bits. A sum or product of two such numbers in double precision, rounded by
 * `Math.fround` or by being stored, is the single-precision one exactly.
 *
 * @module
 */
import type { Backend, Sums } from "./backend.ts";
import { checkSize, countExamples, type Examples, initialize, strideOf } from "./examples.ts";
import { exp32 } from "./exp32.ts";
import { log32 } from "./log32.ts";
import { type Entries, packed } from "./packed.ts";

const f = Math.fround;

/** Rows and matrices, all with padding. */
interface State {
  readonly D: number;
  readonly stride: number;
  readonly scale: number;
  readonly offset: number;
  readonly entries: Entries;
  readonly labels: Uint8Array;
  readonly parameters: Float32Array;
  readonly velocity: Float32Array;
  readonly base: Float32Array;
  /** Sums over the entries at even and at odd places. */
  readonly even: Float32Array;
  readonly odd: Float32Array;
  /** Of the example at hand: net inputs, their powers, dz. */
  readonly z: Float32Array;
}

/**
 * The twin, made ready for these examples.
 *
 * @param rows how many numbers of examples there is room for
 *
 * @throws {RangeError} where the kernel throws.
 */
export function twinBackend(examples: Examples, rows: number): Backend {
  checkSize(examples);
  const { D, K, parts } = examples;
  const stride = strideOf(K);
  const row = () => new Float32Array(stride);
  const matrix = () => new Float32Array((D + 1) * stride);
  const labels = new Uint8Array(countExamples(examples));
  parts.reduce((first, part) => (labels.set(part.labels, first), first + part.labels.length), 0);
  const state: State = {
    D,
    stride,
    scale: f(examples.scale),
    offset: f(examples.offset),
    entries: packed(examples),
    labels,
    parameters: matrix(),
    velocity: matrix(),
    base: row(),
    even: row(),
    odd: row(),
    z: row(),
  };
  initialize(state.parameters, K);
  const taken = new Uint32Array(rows);
  const gradient = matrix();
  const part = matrix();
  const gradients = { none: null, first: gradient, next: part };
  return {
    parameters: state.parameters,
    velocity: state.velocity,
    gradient,
    rows: taken,
    prepare: () => prepare(state),
    chunk: (from, count, into) => chunk(state, taken.subarray(from, from + count), gradients[into]),
    add: () => part.forEach((d, j) => gradient[j]! += d),
    step: (count, rate, momentum, l2) =>
      step(state, gradient, { count, rate: f(rate), momentum: f(momentum), l2: f(l2) }),
  };
}

/** base = b + offset · Σ_d W_d */
function prepare({ D, stride, offset, parameters, base }: State): void {
  for (let k = 0; k < stride; k++) {
    base[k] = parameters[D * stride + k]!;
    if (offset === 0) continue;
    let sum = 0;
    for (let d = 0; d < D; d++) sum = f(sum + parameters[d * stride + k]!);
    base[k]! += f(offset * sum);
  }
}

function chunk(state: State, rows: Uint32Array, gradient: Float32Array | null): Sums {
  const { D, stride, labels, z } = state;
  gradient?.fill(0);
  let sum = 0;
  let right = 0;
  for (const example of rows) {
    const label = labels[example]!;
    netInputs(state, example);
    if (rightOf(z, label)) right += 1;
    const { loss, total } = lossOf(z, label);
    sum += loss;
    if (gradient === null) continue;
    for (let k = 0; k < stride; k++) z[k]! /= total;
    z[label]! -= 1;
    dNetInputs(state, example, gradient);
    for (let k = 0; k < stride; k++) gradient[D * stride + k]! += z[k]!;
  }
  return { loss: sum, right };
}

/** z = scale · Σ q W + base */
function netInputs(state: State, example: number): void {
  const { stride, scale, entries: { starts, places, pixels }, parameters, base } = state;
  const { even, odd, z } = state;
  even.fill(0);
  odd.fill(0);
  for (let e = starts[example]!; e < starts[example + 1]!; e += 2) {
    const [p, q] = [pixels[e]!, pixels[e + 1]!];
    const [atP, atQ] = [places[e]!, places[e + 1]!];
    for (let k = 0; k < stride; k++) {
      even[k]! += f(p * parameters[atP + k]!);
      odd[k]! += f(q * parameters[atQ + k]!);
    }
  }
  for (let k = 0; k < stride; k++) z[k] = f(scale * f(even[k]! + odd[k]!)) + base[k]!;
}

/** Backward: adds q dz to each pixel's row. */
function dNetInputs({ stride, entries, z }: State, example: number, gradient: Float32Array): void {
  const { starts, places, pixels } = entries;
  for (let e = starts[example]!; e < starts[example + 1]!; e++) {
    const q = pixels[e]!;
    const at = places[e]!;
    for (let k = 0; k < stride; k++) gradient[at + k]! += f(q * z[k]!);
  }
}

function rightOf(z: Float32Array, label: number): boolean {
  const largest = z.reduce((most, value) => Math.max(most, value));
  return z.indexOf(largest) === label;
}

/** The loss of an example; its net inputs become e to the power of what each is below the largest. */
function lossOf(z: Float32Array, label: number): { loss: number; total: number } {
  const largest = z.reduce((most, value) => Math.max(most, value));
  const ofLabel = z[label]!;
  const sums = new Float32Array(4);
  for (let k = 0; k < z.length; k++) {
    z[k] = exp32(f(z[k]! - largest));
    sums[k % 4]! += z[k]!;
  }
  const total = f(f(sums[0]! + sums[2]!) + f(sums[1]! + sums[3]!));
  return { loss: f(f(largest - ofLabel) + log32(total)), total };
}

/** v ← μ v + dW and W ← W - η v */
function step(
  { D, stride, scale, offset, parameters, velocity }: State,
  gradient: Float32Array,
  { count, rate, momentum, l2 }: { count: number; rate: number; momentum: number; l2: number },
): void {
  const [ofSum, ofDBias, ofBias] = [f(scale / count), f(offset / count), f(1 / count)];
  for (let j = 0; j < parameters.length; j++) {
    const w = parameters[j]!;
    const isBias = j >= D * stride;
    const ofOffset = f(gradient[D * stride + j % stride]! * ofDBias);
    const d = isBias
      ? f(gradient[j]! * ofBias)
      : f(f(f(gradient[j]! * ofSum) + ofOffset) + f(l2 * w));
    velocity[j] = f(momentum * velocity[j]!) + d;
    parameters[j] = w - f(rate * velocity[j]!);
  }
}
