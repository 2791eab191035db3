/**
 * Loss and gradient of one chunk of examples. Reads what all threads share and writes only where it
 * is told to.
 *
 * @module
 */
import { D, labels, parameters, rowBytes, starts } from "./place";
import { dNetInputs, netInputs } from "./pixels";
import { dLoss, loss, right } from "./softmax";

/**
 * The sum of the losses of the examples `rows` (u32 each). Replaces `gradient`, in the shape of the
 * parameters, by Σ q dz of each pixel and Σ dz; at 0 there is none to make.
 *
 * @param scratch a row; its first 4 bytes end as how many examples are classified right
 */
export function chunk(rows: usize, count: u32, gradient: usize, scratch: usize): f64 {
  fetch(rows, count, scratch);
  if (gradient) memory.fill(gradient, 0, (D + 1) * rowBytes);
  const dBias = gradient + D * rowBytes;
  let sum: f64 = 0;
  let rights: u32 = 0;
  for (let i: u32 = 0; i < count; i++) {
    const example = load<u32>(rows + (i << 2));
    const from = load<u32>(starts + (example << 2));
    const to = load<u32>(starts + (example << 2), 4);
    const label = <u32>load<u8>(labels + example);
    netInputs(from, to, parameters, scratch);
    sum += <f64>loss(scratch, label);
    rights += <u32>right;
    if (!gradient) continue;
    dLoss(scratch, label);
    dNetInputs(from, to, gradient, scratch);
    for (let o: usize = 0; o < rowBytes; o += 16) {
      v128.store(dBias + o, f32x4.add(v128.load(dBias + o), v128.load(scratch + o)));
    }
  }
  store<u32>(scratch, rights);
  return sum;
}

/**
 * Reads a word of each cache line of the chunk's entries, all lines before the first computation:
 * examples come in random order, and this way the processor waits for many of them at once.
 */
function fetch(rows: usize, count: u32, scratch: usize): void {
  let words: u32 = 0;
  for (let i: u32 = 0; i < count; i++) {
    const example = load<u32>(rows + (i << 2)) << 2;
    const end = load<u32>(starts + example, 4);
    for (let line = load<u32>(starts + example); line < end; line += 64) words |= load<u32>(line);
  }
  // Without a use the reads would be taken out.
  store<u32>(scratch, words);
}
