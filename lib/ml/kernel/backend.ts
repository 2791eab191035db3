/**
 * The interface of training's two implementations: the SIMD kernel and its scalar twin. Both compute
 * the same bits.
 *
 * Letters: N examples, D pixels, K classes padded to `stride` numbers a row.
 *
 * @module
 */
import type { KernelMemory } from "./kernel_memory.ts";
import type { TwinMemory } from "./twin_memory.ts";

/** The implementation to use. Only the time that training takes depends on it. */
export type BackendName = "kernel" | "twin";

/** Sums over some examples. */
export interface Sums {
  /** Sum of the losses, without the penalty. */
  readonly loss: number;
  /** Number of examples classified correctly. */
  readonly correct: number;
}

/** The part of a backend that several threads can use at the same time. */
export interface ChunkSums {
  /**
   * Computes the sums over the examples `rows[from]` to `rows[from + count - 1]`, and their gradient.
   *
   * @param count at most `CHUNK` of `sums.ts`
   * @param into index of the gradient to overwrite, 0 for `gradient` itself; `null` for no gradient
   */
  chunk(from: number, count: number, into: number | null): Sums;
}

/** A backend. Matrices are (D + 1, stride): a row for each pixel, then the row of the bias. */
export interface Backend extends ChunkSums {
  /** Wᵀ and b */
  readonly parameters: Float32Array;
  /** Momentum's decaying sum of earlier gradients. */
  readonly velocity: Float32Array;
  /** Σ q dz of each pixel and Σ dz, where dz = softmax(z) - y. */
  readonly gradient: Float32Array;
  /** Numbers of the examples that the next chunks consist of. */
  readonly rows: Uint32Array;
  /** Must be called between a change of the parameters and the next chunk. */
  prepare(): void;
  /** Adds the gradient with index `from` to `gradient`. */
  add(from: number): void;
  /**
   * v ← μ v + dW and W ← W - η v, where dW is the mean gradient of `count` examples plus λ W; for the
   * bias without the penalty.
   */
  step(count: number, rate: number, momentum: number, l2: number): void;
  /** The argument of `attachBackend` in another thread. */
  readonly shared: SharedBackend;
}

/** Memory that threads share. Cloned into another thread, it is the same memory. */
export type SharedBackend =
  | { readonly name: "kernel"; readonly memory: KernelMemory }
  | { readonly name: "twin"; readonly memory: TwinMemory };
