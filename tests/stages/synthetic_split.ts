/**
 * Makes a split of synthetic images, of the form that `preprocess` returns.
 *
 * @module
 */
import type { Split } from "../../lib/data/artifacts.ts";
import { tensor } from "../../lib/engine/stage.ts";
import { synthetic } from "../ml/synthetic.ts";

/** Height and width of the images. */
export const SHAPE = [3, 4] as const;

/** Makes a split of N images in K classes from a seed. */
export function syntheticSplit(N: number, K: number, seed: number): Split {
  const D = SHAPE[0] * SHAPE[1];
  const { q, labels, oneHot } = synthetic(N, D, K, seed);
  return {
    images: tensor("uint8", [N, D], q),
    imageShape: SHAPE,
    labels: tensor("uint8", [N], labels),
    oneHot: tensor("uint8", [N, K], oneHot),
    indices: tensor("uint32", [N], Uint32Array.from({ length: N }, (_, i) => i)),
  };
}
