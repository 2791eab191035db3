/**
 * A queue of numbered work items that several threads share. A free thread takes the next item, so a
 * thread that the system does not schedule takes none and delays nobody.
 *
 * Item numbers are never reused. An item that was taken therefore belongs to the job in progress when
 * it was added: a job does not end before all its items are finished.
 *
 * @module
 */

/** Counters in memory that all threads share. */
export interface WorkQueue {
  readonly counts: Int32Array<SharedArrayBuffer>;
  /** By slot: the last item whose result was stored there; -1 before the first. */
  readonly finished: Int32Array<SharedArrayBuffer>;
}

/** Indices of `counts`: items added, items taken, times that sleeping threads were woken, 1 if closed. */
const ADDED = 0, TAKEN = 1, WAKE_UPS = 2, CLOSED = 3;

/**
 * Checks before a thread sleeps, some 50 µs in all. Waking a sleeping thread takes 100 µs; checking for
 * longer would keep a processor from other programs.
 */
const SPINS = 1000;

/** An empty queue with `slots` places for results. */
export function openQueue(slots: number): WorkQueue {
  const words = (count: number) => new Int32Array(new SharedArrayBuffer(4 * count));
  return { counts: words(4), finished: words(slots).fill(-1) };
}

/** The number of the next item to be added. */
export function nextItem({ counts }: WorkQueue): number {
  return Atomics.load(counts, ADDED);
}

/** Adds all items before `end`, and wakes the threads if any are new. Only one thread may call it. */
export function addItems({ counts }: WorkQueue, end: number): void {
  if (Atomics.exchange(counts, ADDED, end) !== end) wakeThreads(counts);
}

/** Ends the queue: threads return once no item is left. */
export function closeQueue({ counts }: WorkQueue): void {
  Atomics.store(counts, CLOSED, 1);
  wakeThreads(counts);
}

function wakeThreads(counts: Int32Array<SharedArrayBuffer>): void {
  Atomics.add(counts, WAKE_UPS, 1);
  Atomics.notify(counts, WAKE_UPS);
}

/** Takes the next item, which no other thread gets; `null` if there is none. */
export function takeItem({ counts }: WorkQueue): number | null {
  for (;;) {
    const item = Atomics.load(counts, TAKEN);
    if (item === Atomics.load(counts, ADDED)) return null;
    if (Atomics.compareExchange(counts, TAKEN, item, item + 1) === item) return item;
  }
}

/** Reports that an item's result is in its slot. */
export function finishItem({ finished }: WorkQueue, slot: number, item: number): void {
  Atomics.store(finished, slot, item);
  Atomics.notify(finished, slot);
}

/** Waits for an item's result; works on other items in the meantime. */
export function waitForItem(
  queue: WorkQueue,
  slot: number,
  item: number,
  work: (item: number) => void,
): void {
  for (;;) {
    const last = Atomics.load(queue.finished, slot);
    if (last === item) return;
    const other = takeItem(queue);
    if (other !== null) work(other);
    else waitForChange(queue.finished, slot, last);
  }
}

/** Works on items until the queue is closed and empty. */
export function workUntilClosed(queue: WorkQueue, work: (item: number) => void): void {
  const { counts } = queue;
  for (;;) {
    const wakeUps = Atomics.load(counts, WAKE_UPS);
    const item = takeItem(queue);
    if (item !== null) work(item);
    else if (Atomics.load(counts, CLOSED) === 1) return;
    else waitForChange(counts, WAKE_UPS, wakeUps);
  }
}

/** Waits until a word differs from `value`. */
function waitForChange(words: Int32Array<SharedArrayBuffer>, i: number, value: number): void {
  for (let spins = 0; spins < SPINS; spins++) {
    if (Atomics.load(words, i) !== value) return;
    Atomics.pause();
  }
  Atomics.wait(words, i, value);
}
