/**
 * Opens the kernel or its twin by name.
 *
 * @module
 */
import type { Backend, BackendName, ChunkSums, SharedBackend } from "./backend.ts";
import type { Capacity, Examples } from "./examples.ts";
import { attachKernel, kernelBackend } from "./simd.ts";
import { attachTwin, twinBackend } from "./twin.ts";

/**
 * Opens a backend: packs the images and sets the parameters to 0.
 *
 * @throws {RangeError} if the backend cannot hold the examples.
 */
export function openBackend(name: BackendName, examples: Examples, capacity: Capacity): Backend {
  switch (name) {
    case "kernel":
      return kernelBackend(examples, capacity);
    case "twin":
      return twinBackend(examples, capacity);
  }
}

/**
 * Opens the backend of another thread in this thread.
 *
 * @param thread index of this thread, from 1; 0 is the thread that opened the backend
 */
export function attachBackend(shared: SharedBackend, thread: number): ChunkSums {
  switch (shared.name) {
    case "kernel":
      return attachKernel(shared.memory, thread);
    case "twin":
      return attachTwin(shared.memory);
  }
}
