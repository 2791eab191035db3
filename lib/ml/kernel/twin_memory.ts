/**
 * The memory that the twin's threads share: examples, parameters and gradients.
 *
 * Letters: D pixels, K classes padded to `stride`.
 *
 * @module
 */
import { type Capacity, countExamples, type Examples, initialize, strideOf } from "./examples.ts";
import { type Entries, packExamples } from "./packed.ts";

/** Matrices are (D + 1, stride), as in the kernel's memory. */
export interface TwinMemory {
  readonly D: number;
  readonly stride: number;
  readonly scale: number;
  readonly offset: number;
  readonly entries: Entries;
  readonly labels: Uint8Array;
  readonly rows: Uint32Array;
  readonly parameters: Float32Array;
  readonly velocity: Float32Array;
  readonly gradients: readonly Float32Array[];
  /** One row: the net inputs of a black image. */
  readonly base: Float32Array;
}

/** Allocates memory for these examples and sets the parameters to 0. */
export function openTwinMemory(examples: Examples, { rows, gradients }: Capacity): TwinMemory {
  const { D, K, scale, offset, parts } = examples;
  const stride = strideOf(K);
  const numbers = (count: number) => new Float32Array(new SharedArrayBuffer(4 * count));
  const matrix = () => numbers((D + 1) * stride);
  const labels = new Uint8Array(new SharedArrayBuffer(countExamples(examples)));
  parts.reduce((first, part) => (labels.set(part.labels, first), first + part.labels.length), 0);
  const parameters = matrix();
  initialize(parameters, K);
  return {
    D,
    stride,
    scale: Math.fround(scale),
    offset: Math.fround(offset),
    entries: packExamples(examples),
    labels,
    rows: new Uint32Array(new SharedArrayBuffer(4 * rows)),
    parameters,
    velocity: matrix(),
    gradients: Array.from({ length: gradients }, matrix),
    base: numbers(stride),
  };
}
