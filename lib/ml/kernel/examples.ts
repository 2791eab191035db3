/**
 * What a backend is made for: labelled images, numbered through all splits, and the sizes that follow.
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

/** All that a backend computes on. */
export interface Examples {
  /** Training split first; the numbers of the examples go on from split to split. */
  readonly parts: readonly Part[];
  readonly D: number;
  /** From 1 to 64. */
  readonly K: number;
  /** A feature is x = q · scale + offset, in single precision. */
  readonly scale: number;
  readonly offset: number;
}

/** What a backend must have room for, beside the examples. */
export interface Room {
  /** Numbers of examples. */
  readonly rows: number;
  /** Gradients: the one that is wanted, and those of chunks that are to be added to it. */
  readonly gradients: number;
  /** Threads that compute at the same time. */
  readonly threads: number;
}

/** Classes of a SIMD vector. */
const LANES = 4;
const MOST_CLASSES = 64;
const MOST_BYTES = 0x10_0000;

/** Numbers in a row of parameters: K rounded up to whole vectors. */
export function strideOf(K: number): number {
  return Math.ceil(K / LANES) * LANES;
}

/** How many examples there are in all parts. */
export function countExamples({ parts }: Examples): number {
  return parts.reduce((count, { labels }) => count + labels.length, 0);
}

/**
 * Refuses what a backend cannot hold.
 *
 * @throws {RangeError} if there are more than 64 classes, or the weights take more than 1 MiB.
 */
export function checkSize({ D, K }: Examples): void {
  if (K < 1 || K > MOST_CLASSES) {
    throw new RangeError(`Cannot train ${K} classes: expected from 1 to ${MOST_CLASSES}`);
  }
  const bytes = D * strideOf(K) * 4;
  if (bytes > MOST_BYTES) {
    throw new RangeError(
      `Cannot train ${D} pixels and ${K} classes: their weights take ${bytes} bytes, expected at ` +
        `most ${MOST_BYTES}; use smaller images`,
    );
  }
}

/** Parameters of an untrained model: 0, and -Infinity for the biases of classes that only pad. */
export function initialize(parameters: Float32Array, K: number): void {
  parameters.fill(0);
  parameters.fill(-Infinity, parameters.length - strideOf(K) + K);
}
