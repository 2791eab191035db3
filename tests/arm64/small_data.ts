/**
 * A data set in MNIST's format that is made from a seed: few images, nearly black, so that an
 * emulated processor is done soon.
 *
 * @module
 */
import { idxBytes, NAMES } from "../data/idx_bytes.ts";
import { synthetic } from "../ml/synthetic.ts";

/** Height and width of an image. */
const SIDE = 28;
const CLASSES = 2;
/** How many pixels of an image can be lit; computing skips black ones. */
const LIT = 6;
const VALIDATION = 64;
const TRAIN = 512 + VALIDATION;
const TEST = 100;

/** Flags that select the data set in `folder` and split it. */
export function smallDataFlags(folder: string): string[] {
  return [
    "--set=fetch.source=directory",
    "--set=fetch.dataset=small",
    "--set=fetch.classNames=a,b",
    `--set=fetch.directory=${folder}`,
    `--set=preprocess.validation=${VALIDATION}`,
  ];
}

/** Writes the four files into `folder`, which must exist. */
export async function writeSmallData(folder: string): Promise<void> {
  const write = async (images: string, labels: string, N: number, seed: number) => {
    const made = synthetic(N, LIT, CLASSES, seed);
    await Deno.writeFile(`${folder}/${images}`, idxBytes([N, SIDE, SIDE], spread(made.q, N)));
    await Deno.writeFile(`${folder}/${labels}`, idxBytes([N], made.labels));
  };
  await write(NAMES.trainImages, NAMES.trainLabels, TRAIN, 1);
  await write(NAMES.testImages, NAMES.testLabels, TEST, 2);
}

/** Lit pixels, (N, LIT), at equal distances in images that are otherwise black, (N, SIDE · SIDE). */
function spread(q: Uint8Array, N: number): Uint8Array {
  const distance = Math.floor(SIDE * SIDE / LIT);
  const images = new Uint8Array(N * SIDE * SIDE);
  q.forEach((pixel, i) => {
    images[Math.floor(i / LIT) * SIDE * SIDE + i % LIT * distance] = pixel;
  });
  return images;
}
