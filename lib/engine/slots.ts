/**
 * A limit on how many things go on at once.
 *
 * @module
 */

/** Work that waits for a slot. */
interface Waiting {
  readonly rank: number;
  readonly name: string;
  /** Called with `false` if the work is withdrawn. */
  readonly go: (hasSlot: boolean) => void;
}

/**
 * Lets at most `count` pieces of work go on; of the others the one with the lowest rank is next, then
 * the one that came first. Work that is announced is waited for: it may have a lower rank.
 */
export class Slots {
  #free: number;
  /** In the order of their ranks, then as they came. */
  readonly #waiting: Waiting[] = [];
  /** How many are announced of each rank. */
  readonly #announced = new Map<number, number>();
  #isGranting = false;

  constructor(count: number) {
    this.#free = count;
  }

  /** Runs `work` when a slot is free. Its rank is 0. */
  async use<T>(work: () => Promise<T>): Promise<T> {
    await this.#wait(0, "");
    return await this.#run(work);
  }

  /** Runs named `work` when a slot is free; returns `null` if it is withdrawn before that. */
  async useFor<T>(name: string, rank: number, work: () => Promise<T>): Promise<T | null> {
    return await this.#wait(rank, name) ? await this.#run(work) : null;
  }

  /** Removes waiting work of this name with a higher rank; returns whether it found any. */
  withdraw(name: string, rank: number): boolean {
    const at = this.#waiting.findIndex((other) => other.name === name && other.rank > rank);
    const [found] = at < 0 ? [] : this.#waiting.splice(at, 1);
    found?.go(false);
    return found !== undefined;
  }

  /** Holds slots back from work of higher ranks until the result is disposed of. */
  announce(rank: number): Disposable {
    this.#announced.set(rank, (this.#announced.get(rank) ?? 0) + 1);
    return {
      [Symbol.dispose]: () => {
        const left = this.#announced.get(rank)! - 1;
        if (left > 0) this.#announced.set(rank, left);
        else this.#announced.delete(rank);
        this.#grantSoon();
      },
    };
  }

  /** Whether there is a slot; else the work was withdrawn. */
  #wait(rank: number, name: string): Promise<boolean> {
    const before = this.#waiting.findLastIndex((other) => other.rank <= rank);
    const { promise, resolve: go } = Promise.withResolvers<boolean>();
    this.#waiting.splice(before + 1, 0, { rank, name, go });
    this.#grantSoon();
    return promise;
  }

  async #run<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } finally {
      this.#free += 1;
      this.#grantSoon();
    }
  }

  /**
   * Grants when all has happened that needs no waiting: the run whose work has ended may be about to
   * want a slot for what comes next. Nothing precedes the lowest rank, so that is granted at once.
   */
  #grantSoon(): void {
    if (this.#waiting[0]?.rank === 0) this.#grant();
    if (this.#waiting.length === 0 || this.#free === 0 || this.#isGranting) return;
    this.#isGranting = true;
    setImmediate(() => {
      this.#isGranting = false;
      this.#grant();
    });
  }

  /** The first waiting one takes a slot unless lower ranks are announced. */
  #grant(): void {
    const lowest = Math.min(...this.#announced.keys());
    while (this.#free > 0 && (this.#waiting[0]?.rank ?? Infinity) <= lowest) {
      const next = this.#waiting.shift();
      if (next === undefined) return;
      this.#free -= 1;
      next.go(true);
    }
  }
}
