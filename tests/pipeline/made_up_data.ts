/**
 * A stage that makes up data for `train`: large enough for several threads, and quick, since most of an
 * image is black.
 *
 * @module
 */
import type { Normalization, Split } from "../../lib/data/artifacts.ts";
import { defineStage, tensor } from "../../lib/engine/stage.ts";
import { synthetic } from "../ml/synthetic.ts";

const IMAGE_SHAPE = [28, 28] as const;
const D = IMAGE_SHAPE[0] * IMAGE_SHAPE[1];
const LIT = 12;

/** Splits of images in five classes. */
export function run(): { train: Split; validation: Split; normalization: Normalization } {
  return {
    train: split(3000, 1),
    validation: split(500, 2),
    normalization: { method: "centered", scale: 1 / 255, offset: -0.5 },
  };
}

function split(N: number, seed: number): Split {
  const { q, labels, oneHot, K } = synthetic(N, LIT, 5, seed);
  const images = new Uint8Array(N * D);
  for (let i = 0; i < N; i++) images.set(q.subarray(i * LIT, (i + 1) * LIT), i * D);
  return {
    images: tensor("uint8", [N, D], images),
    imageShape: IMAGE_SHAPE,
    labels: tensor("uint8", [N], labels),
    oneHot: tensor("uint8", [N, K], oneHot),
    indices: tensor("uint32", [N], Uint32Array.from({ length: N }, (_, i) => i)),
  };
}

/** The declaration of the stage. */
export const madeUpData = defineStage({
  module: import.meta.url,
  name: "data",
  description: "makes up images",
  inputs: {},
  params: {},
  outputs: {
    train: "3,000 examples",
    validation: "500 examples",
    normalization: "centred",
  },
  run,
});
