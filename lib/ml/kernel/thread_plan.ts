/**
 * Chooses how many threads a training uses: starting a thread must save more time than it takes.
 *
 * Letters: N training examples, D pixels.
 *
 * @module
 */
import { CHUNK } from "./sums.ts";

/** The size of a training. */
export interface Workload {
  readonly N: number;
  readonly D: number;
  readonly optimizer: "sgd" | "lbfgs";
  readonly batchSize: number;
  readonly epochs: number;
  readonly maxIterations: number;
}

/** The number of threads to use. */
export interface ThreadPlan {
  readonly count: number;
  /** Such as `2 threads`, with the reason if they are fewer than available. */
  readonly text: string;
}

/** Pixels, black or not, that one thread processes in the 20 ms that starting another thread takes. */
const PIXELS_PER_START = 32e6;

/**
 * Plans the threads of a training. Threads compute whole chunks, so the step of a batch of one chunk uses
 * one thread. All threads share the measuring after each epoch, the steps of larger batches, and the
 * full batches of L-BFGS.
 *
 * @param available threads, including this one: from 1 up
 *
 * @example
 * ```ts
 * import { threadPlan } from "./thread_plan.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const rest = { D: 784, optimizer: "sgd", epochs: 20, maxIterations: 1 } as const;
 * const plan = threadPlan(2, { ...rest, N: 55_000, batchSize: 1024 });
 * assertEquals(plan, { count: 2, text: "2 threads" });
 * assertEquals(threadPlan(2, { ...rest, N: 100, batchSize: 32 }).count, 1);
 * ```
 */
export function threadPlan(available: number, workload: Workload): ThreadPlan {
  const { N, D, optimizer, batchSize, epochs, maxIterations } = workload;
  const isSgd = optimizer === "sgd";
  const chunks = Math.ceil(N / CHUNK);
  const sharedPixels = (isSgd ? epochs : maxIterations) * N * D;
  const count = usefulThreads(sharedPixels, Math.min(available, chunks));
  const threads = counted(available, "thread");
  if (count === available) {
    const isStepAlone = isSgd && count > 1 && batchSize <= CHUNK;
    const steps = isStepAlone ? `; each step on 1: a batch of ${batchSize} is one chunk` : "";
    return { count, text: threads + steps };
  }
  const reason = count === chunks
    ? `${N} examples are only ${counted(chunks, "chunk")}`
    : "starting more would take longer than it saves";
  return { count, text: `${count} of ${threads}: ${reason}` };
}

/**
 * The number of threads whose start pays off: going from n to n + 1 threads saves 1/n - 1/(n + 1) of the
 * shared work.
 */
function usefulThreads(sharedPixels: number, limit: number): number {
  let count = 1;
  while (count < limit && sharedPixels / (count * (count + 1)) >= PIXELS_PER_START) count += 1;
  return count;
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
