/**
 * The input of a backend: labelled images, numbered through all splits, and the sizes that follow from
 * them.
 *
 * Letters: N examples, D pixels, K classes.
 *
 * @module
 */

/** Images of one split. */
export interface Part {
  /** (N, D) */
  readonly q: Uint8Array;
  /** (N): 0 to K - 1 */
  readonly labels: Uint8Array;
}

/** The examples that a backend computes on. */
export interface Examples {
  /** The training split first. Numbers of examples count through all parts. */
  readonly parts: readonly Part[];
  readonly D: number;
  /** From 1 to 64. */
  readonly K: number;
  /** A feature is x = q · scale + offset, in single precision. */
  readonly scale: number;
  readonly offset: number;
}

/** The sizes of a backend's memory, beside that of the examples. */
export interface Capacity {
  /** Length of `Backend.rows`. */
  readonly rows: number;
  /** Gradients: the sum's, and those of chunks that are to be added to it. */
  readonly gradients: number;
  /** Threads that compute at the same time. */
  readonly threads: number;
}

/** Classes in a SIMD vector. */
const LANES = 4;
const MAX_CLASSES = 64;
/** Largest size of the weights in bytes: an entry's 16-bit offset in vectors reaches 1 MiB. */
const MAX_WEIGHT_BYTES = 0x10_0000;

/** Numbers in a row of parameters: K rounded up to whole vectors. */
export function strideOf(K: number): number {
  return Math.ceil(K / LANES) * LANES;
}

/** The number of examples in all parts. */
export function countExamples({ parts }: Examples): number {
  return parts.reduce((count, { labels }) => count + labels.length, 0);
}

/**
 * Checks that a backend can hold the model.
 *
 * @throws {RangeError} if there are more than 64 classes, or the weights take more than 1 MiB.
 */
export function checkSize({ D, K }: Examples): void {
  if (K < 1 || K > MAX_CLASSES) {
    throw new RangeError(`Cannot train ${K} classes: expected from 1 to ${MAX_CLASSES}`);
  }
  const bytes = D * strideOf(K) * 4;
  if (bytes > MAX_WEIGHT_BYTES) {
    throw new RangeError(
      `Cannot train ${D} pixels and ${K} classes: their weights take ${bytes} bytes, expected at ` +
        `most ${MAX_WEIGHT_BYTES}; use smaller images`,
    );
  }
}

/** Sets the parameters of an untrained model: 0, and -Infinity for the biases of padding. */
export function initialize(parameters: Float32Array, K: number): void {
  parameters.fill(0);
  parameters.fill(-Infinity, parameters.length - strideOf(K) + K);
}
