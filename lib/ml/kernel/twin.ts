/**
 * The twin of the kernel in plain TypeScript: the same operations on single-precision numbers in the
 * same order, so the same bits. The double-precision sum or product of two single-precision numbers,
 * rounded by `Math.fround` or by a store, is exactly their single-precision sum or product.
 *
 * @module
 */
import type { Backend, ChunkSums, Sums } from "./backend.ts";
import { type Capacity, checkSize, type Examples } from "./examples.ts";
import { exp32 } from "./exp32.ts";
import { log32 } from "./log32.ts";
import { openTwinMemory, type TwinMemory } from "./twin_memory.ts";

const f = Math.fround;

/** The memory of one thread: the shared memory, and rows of its own. */
interface State extends TwinMemory {
  /** Sum over the entries with an even index. */
  readonly even: Float32Array;
  /** Sum over the entries with an odd index. */
  readonly odd: Float32Array;
  /** Of the current example: net inputs, then exp(z - max z), then dz. */
  readonly z: Float32Array;
}

/**
 * Opens the twin on these examples.
 *
 * @throws {RangeError} where the kernel throws.
 */
export function twinBackend(examples: Examples, capacity: Capacity): Backend {
  checkSize(examples);
  const memory = openTwinMemory(examples, capacity);
  const { parameters, velocity, rows, gradients } = memory;
  const gradient = gradients[0]!;
  return {
    parameters,
    velocity,
    gradient,
    rows,
    prepare: () => prepare(memory),
    ...attachTwin(memory),
    add: (from) => gradients[from]!.forEach((d, j) => gradient[j]! += d),
    step: (count, rate, momentum, l2) =>
      step(memory, { count, rate: f(rate), momentum: f(momentum), l2: f(l2) }),
    shared: { name: "twin", memory },
  };
}

/** Opens the twin in another thread, on the same memory. */
export function attachTwin(memory: TwinMemory): ChunkSums {
  const row = () => new Float32Array(memory.stride);
  const state: State = { ...memory, even: row(), odd: row(), z: row() };
  return {
    chunk(from, count, into) {
      const gradient = into === null ? null : memory.gradients[into]!;
      return chunk(state, memory.rows.subarray(from, from + count), gradient);
    },
  };
}

/** base = b + offset · Σ_d W_d */
function prepare({ D, stride, offset, parameters, base }: TwinMemory): void {
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
  let correct = 0;
  for (const example of rows) {
    const label = labels[example]!;
    netInputs(state, example);
    if (isCorrect(z, label)) correct += 1;
    const { loss, total } = lossOf(z, label);
    sum += loss;
    if (gradient === null) continue;
    for (let k = 0; k < stride; k++) z[k]! /= total;
    z[label]! -= 1;
    dNetInputs(state, example, gradient);
    for (let k = 0; k < stride; k++) gradient[D * stride + k]! += z[k]!;
  }
  return { loss: sum, correct };
}

/** z = scale · Σ q W + base */
function netInputs(state: State, example: number): void {
  const { stride, scale, entries: { starts, offsets, pixels }, parameters, base } = state;
  const { even, odd, z } = state;
  even.fill(0);
  odd.fill(0);
  for (let e = starts[example]!; e < starts[example + 1]!; e += 2) {
    const [p, q] = [pixels[e]!, pixels[e + 1]!];
    const [rowOfP, rowOfQ] = [offsets[e]!, offsets[e + 1]!];
    for (let k = 0; k < stride; k++) {
      even[k]! += f(p * parameters[rowOfP + k]!);
      odd[k]! += f(q * parameters[rowOfQ + k]!);
    }
  }
  for (let k = 0; k < stride; k++) z[k] = f(scale * f(even[k]! + odd[k]!)) + base[k]!;
}

/** The backward pass: adds q dz to each pixel's row of the gradient. */
function dNetInputs({ stride, entries, z }: State, example: number, gradient: Float32Array): void {
  const { starts, offsets, pixels } = entries;
  for (let e = starts[example]!; e < starts[example + 1]!; e++) {
    const q = pixels[e]!;
    const row = offsets[e]!;
    for (let k = 0; k < stride; k++) gradient[row + k]! += f(q * z[k]!);
  }
}

/** Whether the predicted class, the lowest on a tie, is the label. */
function isCorrect(z: Float32Array, label: number): boolean {
  const largest = acrossLanes(largestByLane(z), maximum);
  return z.findIndex((value, k) => value === largest[k % 4]) === label;
}

/** The loss of an example. Replaces its net inputs z by exp(z - max z), and returns their sum as `total`. */
function lossOf(z: Float32Array, label: number): { loss: number; total: number } {
  const largest = acrossLanes(largestByLane(z), maximum);
  const ofLabel = z[label]!;
  const sums = [0, 0, 0, 0];
  for (let k = 0; k < z.length; k++) {
    z[k] = exp32(f(z[k]! - largest[k % 4]!));
    sums[k % 4] = f(sums[k % 4]! + z[k]!);
  }
  const total = acrossLanes(sums, (a, b) => f(a + b))[0]!;
  return { loss: f(f(largest[0]! - ofLabel) + log32(total)), total };
}

function largestByLane(z: Float32Array): number[] {
  const largest = [...z.subarray(0, 4)];
  for (let k = 4; k < z.length; k++) largest[k % 4] = maximum(largest[k % 4]!, z[k]!);
  return largest;
}

/** Combines four lanes in the kernel's order, so that each holds the result. */
function acrossLanes(lanes: number[], join: (a: number, b: number) => number): number[] {
  const pairs = lanes.map((a, lane) => join(a, lanes[lane ^ 2]!));
  return pairs.map((a, lane) => join(a, pairs[lane ^ 1]!));
}

/** The maximum as the kernel computes it: `a` if either argument is NaN. */
function maximum(a: number, b: number): number {
  return a < b ? b : a;
}

/** v ← μ v + dW and W ← W - η v */
function step(
  { D, stride, scale, offset, parameters, velocity, gradients }: TwinMemory,
  { count, rate, momentum, l2 }: { count: number; rate: number; momentum: number; l2: number },
): void {
  const gradient = gradients[0]!;
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
