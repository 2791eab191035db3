/**
 * An instance of the kernel: one a thread, all on one memory.
 *
 * @module
 */
import { KERNEL } from "./binary.ts";
import { type KernelMemory, PAGE } from "./kernel_memory.ts";

/** What `assembly/index.ts` exports. */
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

/** A shared memory of 65,536 pages, no less and no more, as the compiler writes it into the binary. */
const COMPILED_SIZE = "\x03\x80\x80\x04\x80\x80\x04";

/** A kernel that knows where everything lies. */
export function instantiate({ memory, at, D, scale, offset }: KernelMemory): KernelInstance {
  const module = new WebAssembly.Module(binaryFor(memory.buffer.byteLength / PAGE));
  const kernel = new WebAssembly.Instance(module, { env: { memory } })
    .exports as unknown as KernelInstance;
  kernel.setLayout(D, at.rowBytes, at.parameters, at.velocity, at.base, at.starts, at.labels);
  kernel.setAffineMap(scale, offset);
  return kernel;
}

/**
 * The binary for a memory of so many pages. A module says between which bounds its memory's size is; only
 * where both are the same is the size a constant for the machine code.
 */
export function binaryFor(pages: number): Uint8Array<ArrayBuffer> {
  const size = [pages & 0x7f | 0x80, pages >> 7 & 0x7f | 0x80, pages >> 14];
  const text = atob(KERNEL.replaceAll("\n", ""))
    .replace(COMPILED_SIZE, String.fromCharCode(0x03, ...size, ...size));
  return Uint8Array.from(text, (c) => c.charCodeAt(0));
}
