/**
 * Makes images as dense as those of Fashion-MNIST: half of the pixels are not black, instead of a fifth.
 *
 * @module
 */
import { random } from "../../lib/ml/random.ts";
import type { ImageFiles } from "./epochs.ts";

const HEADER_BYTES = 16;

/** Writes a copy of the images in which random black pixels are lit until the density is reached. */
export async function denser(
  { images, labels }: ImageFiles,
  density: number,
  scratch: string,
): Promise<ImageFiles> {
  const bytes = await Deno.readFile(images);
  const pixels = bytes.subarray(HEADER_BYTES);
  const blackShare = pixels.reduce((count, q) => count + (q === 0 ? 1 : 0), 0) / pixels.length;
  const source = random(1);
  const share = (density - (1 - blackShare)) / blackShare;
  for (let j = 0; j < pixels.length; j++) {
    if (pixels[j] === 0 && source.uint32() < share * 0x1_0000_0000) {
      pixels[j] = 1 + source.below(64);
    }
  }
  const dense = `${scratch}/dense-images`;
  await Deno.writeFile(dense, bytes);
  return { images: dense, labels };
}
