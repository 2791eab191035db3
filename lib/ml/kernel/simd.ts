/**
 * The SIMD kernel as a backend. The sparse form of the images is made once, in its memory; pixels stay
 * what they are, and the affine map that makes them features is algebra.
 *
 * @module
 */
import type { Backend, Summing } from "./backend.ts";
import { checkSize, type Examples, initialize, type Room } from "./examples.ts";
import { instantiate, type KernelInstance } from "./kernel_instance.ts";
import {
  type KernelMemory,
  mostEntryBytes,
  openKernelMemory,
  STAGING_BYTES,
  tooLarge,
} from "./kernel_memory.ts";

/**
 * The kernel, made ready for these examples.
 *
 * @throws {RangeError} if it cannot hold them.
 */
export function kernelBackend(examples: Examples, room: Room): Backend {
  checkSize(examples);
  const shared = openKernelMemory(examples, room);
  const { memory, at } = shared;
  const kernel = instantiate(shared);
  pack(kernel, shared, examples);

  const numbers = (examples.D + 1) * at.rowBytes / 4;
  const matrix = (place: number) => new Float32Array(memory.buffer, place, numbers);
  const parameters = matrix(at.parameters);
  initialize(parameters, examples.K);
  return {
    parameters,
    velocity: matrix(at.velocity),
    gradient: matrix(at.gradients),
    rows: new Uint32Array(memory.buffer, at.rows, room.rows),
    prepare: kernel.prepare,
    ...summing(kernel, shared, 0),
    add: (from) => kernel.add(at.gradients, at.gradients + from * at.matrix),
    step: (count, rate, momentum, l2) => kernel.step(at.gradients, count, rate, momentum, l2),
    shared: { name: "kernel", memory: shared },
  };
}

/** Another thread's kernel on the same memory. */
export function joinKernel(memory: KernelMemory, thread: number): Summing {
  return summing(instantiate(memory), memory, thread);
}

function summing(kernel: KernelInstance, { memory, at }: KernelMemory, thread: number): Summing {
  const scratch = at.scratch + thread * at.scratchBytes;
  const right = new Uint32Array(memory.buffer, scratch, 1);
  return {
    chunk(from, count, into) {
      const gradient = into === null ? 0 : at.gradients + into * at.matrix;
      const loss = kernel.chunk(at.rows + 4 * from, count, gradient, scratch);
      return { loss, right: right[0]! };
    },
  };
}

/**
 * Copies and packs the images, about a megabyte at a time.
 *
 * @throws {RangeError} if the memory has no room for them.
 */
export function pack(
  kernel: KernelInstance,
  { memory, at }: KernelMemory,
  examples: Examples,
): void {
  const { D } = examples;
  const block = Math.max(1, Math.floor(STAGING_BYTES / D));
  const bytes = new Uint8Array(memory.buffer);
  let first = 0;
  let out = at.entries;
  for (const { q, labels } of examples.parts) {
    bytes.set(labels, at.labels + first);
    for (let i = 0; i < labels.length; i += block) {
      const count = Math.min(block, labels.length - i);
      if (out + mostEntryBytes(count, D) > bytes.length) throw tooLarge(bytes.length);
      bytes.set(q.subarray(i * D, (i + count) * D), at.staging);
      // Unsigned: WebAssembly gives places beyond 2 GiB as negative numbers.
      out = kernel.pack(at.staging, count, first + i, out) >>> 0;
    }
    first += labels.length;
  }
}
