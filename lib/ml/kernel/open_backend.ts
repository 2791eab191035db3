/**
 * The choice between the kernel and its twin. Nothing but time depends on it.
 *
 * @module
 */
import type { Backend, BackendName, SharedBackend, Summing } from "./backend.ts";
import type { Examples, Room } from "./examples.ts";
import { joinKernel, kernelBackend } from "./simd.ts";
import { joinTwin, twinBackend } from "./twin.ts";

/**
 * Makes a backend: packs the images and sets the parameters to 0.
 *
 * @throws {RangeError} if it cannot hold such examples.
 */
export function openBackend(name: BackendName, examples: Examples, room: Room): Backend {
  switch (name) {
    case "kernel":
      return kernelBackend(examples, room);
    case "twin":
      return twinBackend(examples, room);
  }
}

/**
 * The part that another thread has in a backend.
 *
 * @param thread from 1; 0 is the thread that made the backend
 */
export function joinBackend(shared: SharedBackend, thread: number): Summing {
  switch (shared.name) {
    case "kernel":
      return joinKernel(shared.memory, thread);
    case "twin":
      return joinTwin(shared.memory);
  }
}
