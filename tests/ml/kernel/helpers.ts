/**
 * Starts real threads for a team without the engine.
 *
 * @module
 */
import type { SharedState, Workers } from "../../../lib/ml/kernel/team.ts";

const MODULE = new URL("helper_worker.ts", import.meta.url);

/** Threads that take part in one training after the other. */
export class WorkerPool implements Disposable {
  readonly #workers: readonly Worker[];

  private constructor(workers: readonly Worker[]) {
    this.#workers = workers;
  }

  /** Starts `count` threads. Resolves when all of them are ready. */
  static async open(count: number): Promise<WorkerPool> {
    const workers: Worker[] = [];
    // Start one after the other: the first one type-checks the module, the others reuse the result.
    for (let i = 0; i < count; i++) {
      const worker = new Worker(MODULE, { type: "module" });
      workers.push(worker);
      await message(worker);
    }
    return new WorkerPool(workers);
  }

  /** Returns the first `count` threads, for a session to start. */
  first(count: number): Workers {
    return { count, start: (state) => this.start(state, count) };
  }

  /** Lets the first `count` threads take part in a training. */
  start(state: SharedState, count: number): void {
    this.#workers.slice(0, count).forEach((worker, index) => worker.postMessage({ state, index }));
  }

  /** Resolves when each of the first `count` threads has finished one training. */
  async finished(count: number): Promise<void> {
    await Promise.all(this.#workers.slice(0, count).map(message));
  }

  [Symbol.dispose](): void {
    for (const worker of this.#workers) worker.terminate();
  }
}

function message(worker: Worker): Promise<void> {
  return new Promise((resolve) => worker.onmessage = () => resolve());
}
