/**
 * Images as dense as Fashion-MNIST's: half of the pixels are not black, five in ten instead of two.
 *
 * @module
 */
import { random } from "../../lib/ml/random.ts";
import type { ImageFiles } from "./epochs.ts";

const HEADER_BYTES = 16;

/** MNIST with as many more pixels lit, at random places, as it takes to be of that density. */
export async function denser(
  { images, labels }: ImageFiles,
  density: number,
  scratch: string,
): Promise<ImageFiles> {
  const bytes = await Deno.readFile(images);
  const pixels = bytes.subarray(HEADER_BYTES);
  const black = pixels.reduce((count, q) => count + (q === 0 ? 1 : 0), 0) / pixels.length;
  const source = random(1);
  const share = (density - (1 - black)) / black;
  for (let j = 0; j < pixels.length; j++) {
    if (pixels[j] === 0 && source.uint32() < share * 0x1_0000_0000) {
      pixels[j] = 1 + source.below(64);
    }
  }
  const dense = `${scratch}/dense-images`;
  await Deno.writeFile(dense, bytes);
  return { images: dense, labels };
}
