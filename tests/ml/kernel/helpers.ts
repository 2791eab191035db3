/**
 * Real threads for a team, without the engine.
 *
 * @module
 */
import type { Desk, Helpers } from "../../../lib/ml/kernel/team.ts";

const MODULE = new URL("helper_worker.ts", import.meta.url);

/** Workers that help with one training after the other. */
export class WorkerHelpers implements Disposable {
  readonly #workers: readonly Worker[];

  private constructor(workers: readonly Worker[]) {
    this.#workers = workers;
  }

  /** So many workers, all of them up and waiting. */
  static async ready(count: number): Promise<WorkerHelpers> {
    const workers: Worker[] = [];
    // One after the other: the first has its types checked, the others find that done.
    for (let i = 0; i < count; i++) {
      const worker = new Worker(MODULE, { type: "module" });
      workers.push(worker);
      await message(worker);
    }
    return new WorkerHelpers(workers);
  }

  /** The first `count` of them, to be started by a training. */
  first(count: number): Helpers {
    return { count, start: (desk) => this.start(desk, count) };
  }

  /** Starts the first `count` now. */
  start(desk: Desk, count: number): void {
    this.#workers.slice(0, count).forEach((worker, index) => worker.postMessage({ desk, index }));
  }

  /** Settles when each of the first `count` has been let go once. */
  async letGo(count: number): Promise<void> {
    await Promise.all(this.#workers.slice(0, count).map(message));
  }

  [Symbol.dispose](): void {
    for (const worker of this.#workers) worker.terminate();
  }
}

function message(worker: Worker): Promise<void> {
  return new Promise((resolve) => worker.onmessage = () => resolve());
}
