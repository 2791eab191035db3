/**
 * Timers that wait for a test instead of the clock, so that time limits are tested exactly and at once.
 *
 * @module
 */

interface Timer {
  readonly dueMs: number;
  readonly fire: () => void;
}

/** Stands in for `setTimeout` and `clearTimeout` until it is disposed of. */
export class FakeClock implements Disposable {
  readonly #setTimeout = globalThis.setTimeout;
  readonly #clearTimeout = globalThis.clearTimeout;
  readonly #timers = new Map<number, Timer>();
  #nowMs = 0;
  #lastId = 0;

  constructor() {
    Object.assign(globalThis, {
      setTimeout: (fire: () => void, ms = 0): number => {
        this.#timers.set(++this.#lastId, { dueMs: this.#nowMs + ms, fire });
        return this.#lastId;
      },
      clearTimeout: (id: number): void => void this.#timers.delete(id),
    });
  }

  /** How many timers have neither fired nor been cleared. */
  get pending(): number {
    return this.#timers.size;
  }

  /** Lets time pass: what is due by then fires, in the order in which it was set. */
  pass(ms: number): void {
    this.#nowMs += ms;
    for (const [id, { dueMs, fire }] of [...this.#timers]) {
      if (dueMs <= this.#nowMs && this.#timers.delete(id)) fire();
    }
  }

  [Symbol.dispose](): void {
    Object.assign(globalThis, { setTimeout: this.#setTimeout, clearTimeout: this.#clearTimeout });
  }
}
