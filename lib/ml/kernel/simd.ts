/**
 * The SIMD kernel as a backend. It packs the images once, into the kernel's memory. Pixels keep their
 * values from 0 to 255: the affine map to features is applied to sums, not to pixels.
 *
 * @module
 */
import type { Backend, ChunkSums } from "./backend.ts";
import { type Capacity, checkSize, type Examples, initialize } from "./examples.ts";
import { instantiate, type KernelInstance } from "./kernel_instance.ts";
import {
  type KernelMemory,
  maxEntryBytes,
  openKernelMemory,
  STAGING_BYTES,
  tooLarge,
} from "./kernel_memory.ts";

/**
 * Opens the kernel on these examples.
 *
 * @throws {RangeError} if the kernel cannot hold them.
 */
export function kernelBackend(examples: Examples, capacity: Capacity): Backend {
  checkSize(examples);
  const shared = openKernelMemory(examples, capacity);
  const { memory, layout } = shared;
  const kernel = instantiate(shared);
  pack(kernel, shared, examples);

  const { matrixBytes, gradients } = layout;
  const length = (examples.D + 1) * layout.rowBytes / 4;
  const matrixAt = (address: number) => new Float32Array(memory.buffer, address, length);
  const parameters = matrixAt(layout.parameters);
  initialize(parameters, examples.K);
  return {
    parameters,
    velocity: matrixAt(layout.velocity),
    gradient: matrixAt(gradients),
    rows: new Uint32Array(memory.buffer, layout.rows, capacity.rows),
    prepare: kernel.prepare,
    ...chunkSums(kernel, shared, 0),
    add: (from) => kernel.add(gradients, gradients + from * matrixBytes),
    step: (count, rate, momentum, l2) => kernel.step(gradients, count, rate, momentum, l2),
    shared: { name: "kernel", memory: shared },
  };
}

/** Opens another instance of the kernel, for another thread, on the same memory. */
export function attachKernel(memory: KernelMemory, thread: number): ChunkSums {
  return chunkSums(instantiate(memory), memory, thread);
}

function chunkSums(
  kernel: KernelInstance,
  { memory, layout: { rows, gradients, matrixBytes, scratch, scratchBytes } }: KernelMemory,
  thread: number,
): ChunkSums {
  const scratchOfThread = scratch + thread * scratchBytes;
  const correct = new Uint32Array(memory.buffer, scratchOfThread, 1);
  return {
    chunk(from, count, into) {
      const gradient = into === null ? 0 : gradients + into * matrixBytes;
      const loss = kernel.chunk(rows + 4 * from, count, gradient, scratchOfThread);
      return { loss, correct: correct[0]! };
    },
  };
}

/**
 * Copies the images into the kernel's memory and packs them there, about a megabyte at a time.
 *
 * @throws {RangeError} if the memory is too small for them.
 */
export function pack(
  kernel: KernelInstance,
  { memory, layout }: KernelMemory,
  examples: Examples,
): void {
  const { D } = examples;
  const block = Math.max(1, Math.floor(STAGING_BYTES / D));
  const bytes = new Uint8Array(memory.buffer);
  let first = 0;
  let out = layout.entries;
  for (const { q, labels } of examples.parts) {
    bytes.set(labels, layout.labels + first);
    for (let i = 0; i < labels.length; i += block) {
      const count = Math.min(block, labels.length - i);
      if (out + maxEntryBytes(count, D) > bytes.length) throw tooLarge(bytes.length);
      bytes.set(q.subarray(i * D, (i + count) * D), layout.staging);
      // WebAssembly returns addresses beyond 2 GiB as negative numbers; `>>> 0` makes them unsigned.
      out = kernel.pack(layout.staging, count, first + i, out) >>> 0;
    }
    first += labels.length;
  }
}
