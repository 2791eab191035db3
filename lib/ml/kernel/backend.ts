/**
 * What training computes with: the SIMD kernel or its scalar twin, which give the same bits.
 *
 * Letters: N examples, D pixels, K classes padded to `stride` numbers a row.
 *
 * @module
 */
import type { KernelMemory } from "./kernel_memory.ts";
import type { TwinMemory } from "./twin_memory.ts";

/** Who computes: nothing but time depends on it. */
export type BackendName = "kernel" | "twin";

/** Sums over some examples. */
export interface Sums {
  /** Of the losses, without the penalty. */
  readonly loss: number;
  /** How many are classified right. */
  readonly right: number;
}

/** What every thread can do at the same time as the others. */
export interface Summing {
  /**
   * The examples `rows[from]` to `rows[from + count - 1]`: their sums, and their gradient in place of
   * number `into`, or none.
   *
   * @param count at most `CHUNK` of `sums.ts`
   * @param into 0 is `gradient` itself
   */
  chunk(from: number, count: number, into: number | null): Sums;
}

/** What both can do. Matrices are (D + 1, stride): a row a pixel, then that of the bias. */
export interface Backend extends Summing {
  /** Wᵀ and b */
  readonly parameters: Float32Array;
  /** What momentum keeps of earlier gradients. */
  readonly velocity: Float32Array;
  /** Σ q dz of each pixel and Σ dz, where dz = softmax(z) - y. */
  readonly gradient: Float32Array;
  /** Numbers of examples, each in a part: chunks are taken from here. */
  readonly rows: Uint32Array;
  /** Must come between a change of the parameters and the next chunk. */
  prepare(): void;
  /** Adds the gradient of number `from` to `gradient`. */
  add(from: number): void;
  /**
   * v ← μ v + dW and W ← W - η v, where dW is the mean gradient of `count` examples plus λ W, and
   * db that of the bias alone.
   */
  step(count: number, rate: number, momentum: number, l2: number): void;
  /** What `joinBackend` needs in another thread. */
  readonly shared: SharedBackend;
}

/** Memory that threads share. Cloned into another thread, it is the same memory. */
export type SharedBackend =
  | { readonly name: "kernel"; readonly memory: KernelMemory }
  | { readonly name: "twin"; readonly memory: TwinMemory };
