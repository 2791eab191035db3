/**
 * Instantiates the kernel. Each thread has an instance of its own; all instances share one memory.
 *
 * @module
 */
import { KERNEL } from "./binary.ts";
import { type KernelMemory, PAGE } from "./kernel_memory.ts";

/** The exports of `assembly/index.ts`. */
export interface KernelInstance {
  readonly GROUP: WebAssembly.Global;
  readonly READ_AHEAD: WebAssembly.Global;
  setLayout(
    D: number,
    rowBytes: number,
    parameters: number,
    velocity: number,
    base: number,
    starts: number,
    labels: number,
  ): void;
  setAffineMap(scale: number, offset: number): void;
  pack(images: number, count: number, first: number, out: number): number;
  prepare(): void;
  chunk(rows: number, count: number, gradient: number, scratch: number): number;
  add(gradient: number, more: number): void;
  step(gradient: number, count: number, rate: number, momentum: number, l2: number): void;
}

/** The binary's declaration of a shared memory of 65,536 pages, both at least and at most. */
const COMPILED_SIZE = "\x03\x80\x80\x04\x80\x80\x04";

/** Returns an instance of the kernel on this memory. */
export function instantiate({ memory, layout, D, scale, offset }: KernelMemory): KernelInstance {
  const module = new WebAssembly.Module(binaryFor(memory.buffer.byteLength / PAGE));
  const kernel = new WebAssembly.Instance(module, { env: { memory } })
    .exports as unknown as KernelInstance;
  const { rowBytes, parameters, velocity, base, starts, labels } = layout;
  kernel.setLayout(D, rowBytes, parameters, velocity, base, starts, labels);
  kernel.setAffineMap(scale, offset);
  return kernel;
}

/**
 * The binary for a memory of `pages` pages. A module declares a lower and an upper bound of its memory's
 * size; only equal bounds make the size a constant in the machine code.
 */
export function binaryFor(pages: number): Uint8Array<ArrayBuffer> {
  const size = [pages & 0x7f | 0x80, pages >> 7 & 0x7f | 0x80, pages >> 14];
  const text = atob(KERNEL.replaceAll("\n", ""))
    .replace(COMPILED_SIZE, String.fromCharCode(0x03, ...size, ...size));
  return Uint8Array.from(text, (c) => c.charCodeAt(0));
}
