/**
 * Loss and gradient of one chunk of examples. Reads what all threads share and writes only where it
 * is told to.
 *
 * @module
 */
import { D, labels, parameters, rowBytes, starts } from "./layout";
import { dNetInputs, netInputs } from "./pixels";
import { dLoss, loss, right } from "./softmax";

/** Examples that go through each step together: the processor works on several softmaxes at once. */
export const GROUP: u32 = 8;
/** How far from an entry its cache lines are read, beyond the last one of an image, too. */
export const READ_AHEAD: u32 = 256;

/**
 * The sum of the losses of the examples `rows` (u32 each). Replaces `gradient`, in the shape of the
 * parameters, by Σ q dz of each pixel and Σ dz; at 0 there is none to make.
 *
 * @param scratch a row for each example of a group; its first 4 bytes end as how many examples are
 * classified right
 */
export function chunk(rows: usize, count: u32, gradient: usize, scratch: usize): f64 {
  prefetch(rows, count, scratch);
  if (gradient) memory.fill(gradient, 0, (D + 1) * rowBytes);
  let sum: f64 = 0;
  let rights: u32 = 0;
  for (let i: u32 = 0; i < count; i += GROUP) {
    const size = min(GROUP, count - i);
    const group = rows + (i << 2);
    for (let j: u32 = 0; j < size; j++) {
      const at = starts + (load<u32>(group + (j << 2)) << 2);
      netInputs(load<u32>(at), load<u32>(at, 4), parameters, scratch + j * rowBytes);
    }
    for (let j: u32 = 0; j < size; j++) {
      const z = scratch + j * rowBytes;
      const label = <u32>load<u8>(labels + load<u32>(group + (j << 2)));
      sum += <f64>loss(z, label);
      rights += <u32>right;
      if (gradient) dLoss(z, label);
    }
    if (gradient) addGradients(group, size, gradient, scratch);
  }
  store<u32>(scratch, rights);
  return sum;
}

/** Backward, from the dz of a group. */
function addGradients(group: usize, size: u32, gradient: usize, scratch: usize): void {
  const dBias = gradient + D * rowBytes;
  for (let j: u32 = 0; j < size; j++) {
    const at = starts + (load<u32>(group + (j << 2)) << 2);
    const dz = scratch + j * rowBytes;
    dNetInputs(load<u32>(at), load<u32>(at, 4), gradient, dz);
    for (let o: usize = 0; o < rowBytes; o += 16) {
      v128.store(dBias + o, f32x4.add(v128.load(dBias + o), v128.load(dz + o)));
    }
  }
}

/**
 * Reads a word of each cache line of the chunk's entries, and of up to four behind them, before the
 * first computation: examples come in random order, and this way the processor waits for many lines
 * at once. Before that a word of each example, to wait for many pages at once.
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
  // Without a use the reads would be taken out.
  store<u32>(scratch, words);
}
