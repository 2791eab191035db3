/**
 * How many threads a training has work for: more would only cost their start.
 *
 * Letters: N training examples, D pixels.
 *
 * @module
 */
import { CHUNK } from "./sums.ts";

/** What there is to do. */
export interface Workload {
  readonly N: number;
  readonly D: number;
  readonly optimizer: "sgd" | "lbfgs";
  readonly batchSize: number;
  readonly epochs: number;
  readonly maxIterations: number;
}

/** How many threads to use, and that in words. */
export interface ThreadPlan {
  readonly count: number;
  /** Such as `2 threads`, with the reason where they are fewer than there could be. */
  readonly words: string;
}

/** Pixels, black or not, that one thread goes through in the 20 ms that another takes to start. */
const PIXELS_A_START = 32e6;

/**
 * Threads compute whole chunks, so a batch of one chunk is for one thread; what all can share is the
 * measuring after each epoch, larger batches, and the full batches of L-BFGS.
 *
 * @param offered how many there may be, this one included: from 1 up
 *
 * @example
 * ```ts
 * import { threadPlan } from "./thread_plan.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const rest = { D: 784, optimizer: "sgd", epochs: 20, maxIterations: 1 } as const;
 * const plan = threadPlan(2, { ...rest, N: 55_000, batchSize: 1024 });
 * assertEquals(plan, { count: 2, words: "2 threads" });
 * assertEquals(threadPlan(2, { ...rest, N: 100, batchSize: 32 }).count, 1);
 * ```
 */
export function threadPlan(offered: number, workload: Workload): ThreadPlan {
  const { N, D, optimizer, batchSize, epochs, maxIterations } = workload;
  const isSgd = optimizer === "sgd";
  const chunks = Math.ceil(N / CHUNK);
  const shared = (isSgd ? epochs : maxIterations) * N * D;
  const count = worthStarting(shared, Math.min(offered, chunks));
  const words = count === offered ? threads(offered) : `${count} of ${threads(offered)}`;
  if (count < offered && count === chunks) {
    const all = `${chunks} ${chunks === 1 ? "chunk" : "chunks"}`;
    return { count, words: `${words}: ${N} examples are no more than ${all}` };
  }
  if (count < offered) {
    return { count, words: `${words}: to start more would take longer than it saves` };
  }
  const isStepAlone = isSgd && count > 1 && batchSize <= CHUNK;
  const steps = isStepAlone ? `; the steps on one: ${batchSize} examples are too few to share` : "";
  return { count, words: words + steps };
}

/** As many as save more than their start takes: from n to n + 1 threads that is 1/n - 1/(n + 1). */
function worthStarting(shared: number, most: number): number {
  let count = 1;
  while (count < most && shared / (count * (count + 1)) >= PIXELS_A_START) count += 1;
  return count;
}

function threads(count: number): string {
  return `${count} ${count === 1 ? "thread" : "threads"}`;
}
