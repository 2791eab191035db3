/**
 * An instance of the kernel: one a thread, all on one memory.
 *
 * @module
 */
import { KERNEL } from "./binary.ts";
import type { KernelMemory } from "./kernel_memory.ts";

/** What `assembly/index.ts` exports. */
export interface KernelInstance {
  place(
    D: number,
    rowBytes: number,
    parameters: number,
    velocity: number,
    base: number,
    starts: number,
    labels: number,
  ): void;
  stand(scale: number, offset: number): void;
  pack(images: number, count: number, first: number, out: number): number;
  prepare(): void;
  chunk(rows: number, count: number, gradient: number, scratch: number): number;
  add(gradient: number, more: number): void;
  step(gradient: number, count: number, rate: number, momentum: number, l2: number): void;
}

/** A kernel that knows where everything lies. */
export function instantiate({ memory, at, D, scale, offset }: KernelMemory): KernelInstance {
  const binary = Uint8Array.from(atob(KERNEL.replaceAll("\n", "")), (c) => c.charCodeAt(0));
  const module = new WebAssembly.Module(binary);
  const kernel = new WebAssembly.Instance(module, { env: { memory } })
    .exports as unknown as KernelInstance;
  kernel.place(D, at.rowBytes, at.parameters, at.velocity, at.base, at.starts, at.labels);
  kernel.stand(scale, offset);
  return kernel;
}
