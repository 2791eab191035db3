/**
 * Converts images to entries: one for each pixel that is not black.
 *
 * @module
 */
import { entryOf } from "./entry";
import { D, rowBytes, starts } from "./layout";

/**
 * Packs `count` images, the first of which is example `first`. The number of entries of each image is
 * padded to a multiple of four with entries 0, which add 0 to a sum.
 *
 * @returns the address after the last entry
 */
export function pack(images: usize, count: u32, first: u32, out: usize): usize {
  for (let i: u32 = 0; i < count; i++) {
    store<u32>(starts + ((first + i) << 2), <u32>out);
    out = packOne(images, out);
    images += D;
    for (; out & 12; out += 4) store<u32>(out, 0);
  }
  store<u32>(starts + ((first + count) << 2), <u32>out);
  return out;
}

function packOne(image: usize, out: usize): usize {
  const step = rowBytes >> 4;
  const end = image + D;
  let row: u32 = 0;
  while (image < end) {
    // Skip eight black pixels at once: most of an image.
    if (image + 8 <= end && load<u64>(image) == 0) {
      image += 8;
      row += step << 3;
      continue;
    }
    const stop = min(image + 8, end);
    for (; image < stop; image++) {
      const q = <u32>load<u8>(image);
      store<u32>(out, entryOf(q, row));
      out += <usize>(<u32>(q != 0) << 2);
      row += step;
    }
  }
  return out;
}
