/**
 * Loss and gradient of one chunk of examples. Reads memory that all threads share; writes only to the
 * gradient and scratch memory that the caller names, so that threads can run it at the same time.
 *
 * @module
 */
import { D, labels, parameters, rowBytes, starts } from "./layout";
import { dNetInputs, netInputs } from "./pixels";
import { dLoss, isCorrect, loss } from "./softmax";

/** Examples that are computed together, so that the processor can overlap their softmaxes. */
export const GROUP: u32 = 8;
/** Bytes: `prefetch` reads this far from an entry, which may be beyond the image's last entry. */
export const READ_AHEAD: u32 = 256;

/**
 * Returns the sum of the losses of the examples `rows` (u32 each). Sets `gradient`, in the shape of the
 * parameters, to Σ q dz of each pixel and Σ dz; address 0 means that no gradient is computed.
 *
 * @param scratch a row for each example of a group; afterwards its first 4 bytes are the number of
 * examples classified correctly
 */
export function chunk(rows: usize, count: u32, gradient: usize, scratch: usize): f64 {
  prefetch(rows, count, scratch);
  if (gradient) memory.fill(gradient, 0, (D + 1) * rowBytes);
  let sum: f64 = 0;
  let correctCount: u32 = 0;
  for (let i: u32 = 0; i < count; i += GROUP) {
    const size = min(GROUP, count - i);
    const group = rows + (i << 2);
    for (let j: u32 = 0; j < size; j++) {
      const start = starts + (load<u32>(group + (j << 2)) << 2);
      netInputs(load<u32>(start), load<u32>(start, 4), parameters, scratch + j * rowBytes);
    }
    for (let j: u32 = 0; j < size; j++) {
      const z = scratch + j * rowBytes;
      const label = <u32>load<u8>(labels + load<u32>(group + (j << 2)));
      sum += <f64>loss(z, label);
      correctCount += <u32>isCorrect;
      if (gradient) dLoss(z, label);
    }
    if (gradient) addGradients(group, size, gradient, scratch);
  }
  store<u32>(scratch, correctCount);
  return sum;
}

/** The backward pass: adds the gradients of a group, from the dz of each example. */
function addGradients(group: usize, size: u32, gradient: usize, scratch: usize): void {
  const dBias = gradient + D * rowBytes;
  for (let j: u32 = 0; j < size; j++) {
    const start = starts + (load<u32>(group + (j << 2)) << 2);
    const dz = scratch + j * rowBytes;
    dNetInputs(load<u32>(start), load<u32>(start, 4), gradient, dz);
    for (let o: usize = 0; o < rowBytes; o += 16) {
      v128.store(dBias + o, f32x4.add(v128.load(dBias + o), v128.load(dz + o)));
    }
  }
}

/**
 * Loads the chunk's entries into the cache: first a word of each example, so that the processor waits
 * for many pages at once; then a word of each cache line, and of up to four lines behind an image's
 * last entry. Examples come in random order, which the processor's own prefetcher cannot predict.
 */
function prefetch(rows: usize, count: u32, scratch: usize): void {
  let words: u32 = 0;
  for (let i: u32 = 0; i < count; i++) {
    words |= load<u32>(load<u32>(starts + (load<u32>(rows + (i << 2)) << 2)));
  }
  for (let i: u32 = 0; i < count; i++) {
    const example = load<u32>(rows + (i << 2)) << 2;
    const end = load<u32>(starts + example, 4);
    for (let line = load<u32>(starts + example); line < end; line += READ_AHEAD) {
      words |= load<u32>(line) | load<u32>(line, 64) | load<u32>(line, 128) | load<u32>(line, 192);
    }
  }
  // The compiler would remove reads whose result is unused.
  store<u32>(scratch, words);
}
