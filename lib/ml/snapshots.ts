/**
 * Snapshots of the weights during training, small enough to keep in an artifact: some epochs at equal
 * distances, each weight as one byte. For pictures; too coarse to compute with.
 *
 * @module
 */

/** Weights of one epoch: w = q · scale, with an error of at most scale / 2. */
export interface Snapshot {
  readonly epoch: number;
  readonly scale: number;
  /** One number for each weight, from -127 to 127. */
  readonly q: Int8Array<ArrayBuffer>;
}

/** Collects snapshots during a training. */
export interface Snapshots {
  /** Adds an epoch's weights if a snapshot is due. Must be called for each epoch in order, from 1. */
  add(epoch: number, weights: () => Float32Array): void;
  /** Returns the snapshots before `epoch`, and one of `epoch` with these weights as the last. */
  end(epoch: number, weights: () => Float32Array): Snapshot[];
}

/** The largest number of snapshots. */
const MAX_SNAPSHOTS = 10;
/** The largest size of all snapshots together, in bytes. */
const MAX_BYTES = 95_000;

/**
 * Converts weights to a snapshot.
 *
 * @example
 * ```ts
 * import { quantized } from "./snapshots.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const { q, scale } = quantized(1, Float32Array.of(-254, 0, 3));
 * assertEquals([q, scale], [Int8Array.of(-127, 0, 2), 2]);
 * ```
 */
export function quantized(epoch: number, weights: Float32Array): Snapshot {
  const largest = weights.reduce((largest, w) => Math.max(largest, Math.abs(w)), 0);
  const scale = largest / 127;
  const q = Int8Array.from(weights, (w) => scale === 0 ? 0 : Math.round(w / scale));
  return { epoch, scale, q };
}

/**
 * Keeps at most 10 snapshots and 95 kB: of the epochs 1, 1 + s, 1 + 2 s, …, with s doubled whenever there
 * would be too many, and of the last epoch.
 *
 * @param size the number of weights
 *
 * @example
 * ```ts
 * import { keepSnapshots } from "./snapshots.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const weights = () => Float32Array.of(1, 2);
 * const snapshots = keepSnapshots(2);
 * for (let epoch = 1; epoch <= 15; epoch++) snapshots.add(epoch, weights);
 * const kept = snapshots.end(15, weights).map(({ epoch }) => epoch);
 * assertEquals(kept, [1, 3, 5, 7, 9, 11, 13, 15]);
 * ```
 */
export function keepSnapshots(size: number): Snapshots {
  const limit = Math.min(MAX_SNAPSHOTS, Math.floor(MAX_BYTES / size));
  let stride = 1;
  let kept: Snapshot[] = [];
  return {
    add(epoch, weights) {
      if (limit < 2 || (epoch - 1) % stride !== 0) return;
      kept.push(quantized(epoch, weights()));
      while (kept.length >= limit) {
        stride *= 2;
        kept = kept.filter(({ epoch }) => (epoch - 1) % stride === 0);
      }
    },
    end(epoch, weights) {
      if (limit < 1) return [];
      return [...kept.filter((snapshot) => snapshot.epoch < epoch), quantized(epoch, weights())];
    },
  };
}
