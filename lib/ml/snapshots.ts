/**
 * Pictures of the weights on their way, small enough to keep: some epochs, evenly apart, each weight a
 * byte. For looking at; not for computing with.
 *
 * @module
 */

/** Weights of one epoch: w = q · scale, off by at most scale / 2. */
export interface Snapshot {
  readonly epoch: number;
  readonly scale: number;
  /** As long as the weights; from -127 to 127. */
  readonly q: Int8Array<ArrayBuffer>;
}

/** Keeps snapshots while a training runs. */
export interface Snapshots {
  /** Takes an epoch's weights if they are due. Epochs come in order, from 1. */
  see(epoch: number, weights: () => Float32Array): void;
  /** The snapshots, the last of which is of the epoch and weights given. */
  close(epoch: number, weights: () => Float32Array): Snapshot[];
}

const MOST = 10;
const MOST_BYTES = 95_000;

/**
 * Weights as bytes.
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
  const largest = weights.reduce((most, w) => Math.max(most, Math.abs(w)), 0);
  const scale = largest / 127;
  const q = Int8Array.from(weights, (w) => scale === 0 ? 0 : Math.round(w / scale));
  return { epoch, scale, q };
}

/**
 * Keeps at most 10 snapshots and 95 kB: epochs 1, 1 + s, 1 + 2 s, … with s doubled whenever there would
 * be too many, and the last.
 *
 * @param size numbers of weights
 *
 * @example
 * ```ts
 * import { keepSnapshots } from "./snapshots.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const weights = () => Float32Array.of(1, 2);
 * const snapshots = keepSnapshots(2);
 * for (let epoch = 1; epoch <= 15; epoch++) snapshots.see(epoch, weights);
 * const kept = snapshots.close(15, weights).map(({ epoch }) => epoch);
 * assertEquals(kept, [1, 3, 5, 7, 9, 11, 13, 15]);
 * ```
 */
export function keepSnapshots(size: number): Snapshots {
  const most = Math.min(MOST, Math.floor(MOST_BYTES / size));
  let apart = 1;
  let kept: Snapshot[] = [];
  return {
    see(epoch, weights) {
      if (most < 2 || (epoch - 1) % apart !== 0) return;
      kept.push(quantized(epoch, weights()));
      while (kept.length >= most) {
        apart *= 2;
        kept = kept.filter(({ epoch }) => (epoch - 1) % apart === 0);
      }
    },
    close(epoch, weights) {
      if (most < 1) return [];
      return [...kept.filter((snapshot) => snapshot.epoch < epoch), quantized(epoch, weights())];
    },
  };
}
