/**
 * Sums over many examples, computed by several threads: the same bits as the sums of `sums.ts`. Each
 * thread computes whole chunks; the main thread, which opened the team, adds them in order.
 *
 * @module
 */
import type { Backend, ChunkSums, SharedBackend, Sums } from "./backend.ts";
import { attachBackend } from "./open_backend.ts";
import { CHUNK, sumsOver } from "./sums.ts";
import {
  addItems,
  closeQueue,
  finishItem,
  nextItem,
  openQueue,
  waitForItem,
  type WorkQueue,
  workUntilClosed,
} from "./tickets.ts";

/** Threads that can be started beside the main thread. */
export interface Workers {
  /** 0 for none. */
  readonly count: number;
  /** Starts `count` threads; each must call `runWorker` with this state and its index, from 0. */
  start(state: SharedState, count: number): void;
}

/** Computes sums until it is disposed of, which ends the worker threads. */
export interface Team extends Disposable {
  /** As `sumsOver` of `sums.ts`. */
  sumsOver(from: number, count: number, gradient: boolean): Sums;
}

/** Memory that the threads share. Cloned into another thread, it is the same memory. */
export interface SharedState {
  readonly backend: SharedBackend;
  readonly queue: WorkQueue;
  /** The sum in progress: its first item, `from`, `count`, and 1 for a gradient. */
  readonly sum: Int32Array<SharedArrayBuffer>;
  /** By slot: the sum of a chunk's losses. */
  readonly losses: Float64Array<SharedArrayBuffer>;
  /** By slot: how many examples of a chunk are classified correctly. */
  readonly correct: Uint32Array<SharedArrayBuffer>;
}

/** Chunks that may be unfinished or not yet added, for each thread: 1 in work, 3 ahead of the sum. */
const SLOTS_PER_THREAD = 4;

/** How many gradients a backend must hold for `threads` threads: one for the sum, one for each slot. */
export function gradientsFor(threads: number): number {
  return threads === 1 ? 2 : 1 + SLOTS_PER_THREAD * threads;
}

/**
 * Starts the worker threads, if there are any.
 *
 * @param backend with space for `gradientsFor(1 + workers.count)` gradients
 */
export function openTeam(backend: Backend, workers: Workers): Team {
  const sumsAlone: Team["sumsOver"] = (from, count, gradient) =>
    sumsOver(backend, from, count, gradient);
  if (workers.count === 0) return { sumsOver: sumsAlone, [Symbol.dispose]: () => {} };
  const state = openState(backend.shared, gradientsFor(1 + workers.count));
  workers.start(state, workers.count);
  return {
    sumsOver: (from, count, gradient) =>
      count <= CHUNK
        ? sumsAlone(from, count, gradient)
        : sumsTogether(state, backend, { from, count, gradient }),
    [Symbol.dispose]: () => closeQueue(state.queue),
  };
}

function openState(backend: SharedBackend, slots: number): SharedState {
  return {
    backend,
    queue: openQueue(slots),
    sum: new Int32Array(new SharedArrayBuffer(16)),
    losses: new Float64Array(new SharedArrayBuffer(8 * slots)),
    correct: new Uint32Array(new SharedArrayBuffer(4 * slots)),
  };
}

/** Computes chunks in a worker thread; returns when the team is disposed of. */
export function runWorker(state: SharedState, index: number): void {
  const backend = attachBackend(state.backend, 1 + index);
  workUntilClosed(state.queue, (item) => computeChunk(state, backend, item));
}

/** The main thread's part: adds items to the queue, computes chunks like the others, adds the sums up. */
function sumsTogether(
  state: SharedState,
  backend: Backend,
  { from, count, gradient }: { from: number; count: number; gradient: boolean },
): Sums {
  backend.prepare();
  const { queue, losses } = state;
  const first = nextItem(queue);
  state.sum.set([first, from, count, gradient ? 1 : 0]);
  const chunks = Math.ceil(count / CHUNK);
  const ahead = losses.length - 1;
  let loss = 0;
  let correct = 0;
  for (let c = 0; c < chunks; c++) {
    // No more than there are slots: a chunk's slot is free once its gradient is added.
    addItems(queue, first + Math.min(c + ahead, chunks));
    const slot = slotOf(c, losses.length);
    waitForItem(queue, slot, first + c, (item) => computeChunk(state, backend, item));
    if (gradient && c > 0) backend.add(slot);
    loss += losses[slot]!;
    correct += state.correct[slot]!;
  }
  return { loss, correct };
}

function computeChunk(state: SharedState, backend: ChunkSums, item: number): void {
  const { queue, sum: [first, from, count, gradient], losses } = state;
  const c = item - first!;
  const start = c * CHUNK;
  const slot = slotOf(c, losses.length);
  const into = gradient === 1 ? slot : null;
  const { loss, correct } = backend.chunk(from! + start, Math.min(CHUNK, count! - start), into);
  losses[slot] = loss;
  state.correct[slot] = correct;
  finishItem(queue, slot, item);
}

/** The first chunk uses slot 0, where the sum's gradient belongs; the others take turns at the rest. */
function slotOf(chunk: number, slots: number): number {
  return chunk === 0 ? 0 : 1 + (chunk - 1) % (slots - 1);
}
