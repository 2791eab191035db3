/**
 * Generates small images from a seed: mostly black, with a bright patch for each class, and enough noise
 * that no model classifies all of them correctly.
 *
 * @module
 */
import { oneHot } from "../../lib/ml/one_hot.ts";
import { random } from "../../lib/ml/random.ts";

/** N images of D pixels in K classes. */
export interface Synthetic {
  readonly N: number;
  readonly D: number;
  readonly K: number;
  /** (N, D) */
  readonly q: Uint8Array<ArrayBuffer>;
  /** (N) */
  readonly labels: Uint8Array<ArrayBuffer>;
  /** (N, K) */
  readonly oneHot: Uint8Array<ArrayBuffer>;
}

/** Generates the images of a seed. */
export function synthetic(N: number, D: number, K: number, seed: number): Synthetic {
  const source = random(seed);
  const labels = Uint8Array.from({ length: N }, () => source.below(K));
  const q = Uint8Array.from({ length: N * D }, (_, j) => {
    const inPatch = j % D % K === labels[Math.floor(j / D)]!;
    return source.below(10) < (inPatch ? 4 : 2) ? source.below(256) : 0;
  });
  return { N, D, K, q, labels, oneHot: oneHot(labels, K) };
}

/** The features of the images, (N, D): x = q · scale + offset. */
export function features({ q }: Synthetic, scale: number, offset: number): Float64Array {
  return Float64Array.from(q, (pixel) => pixel * scale + offset);
}

/** Numbers in [-1, 1) from a seed. */
export function numbers(length: number, seed: number): Float64Array<ArrayBuffer> {
  const source = random(seed);
  return Float64Array.from({ length }, () => source.uint32() / 0x8000_0000 - 1);
}
