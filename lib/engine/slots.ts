/**
 * A limit on how many things go on at once.
 *
 * @module
 */

/** Lets at most `count` pieces of work go on; of the others the one with the lowest rank is next. */
export class Slots {
  #free: number;
  /** In the order of their ranks, then as they came. */
  readonly #waiting: { readonly rank: number; readonly go: () => void }[] = [];

  constructor(count: number) {
    this.#free = count;
  }

  /** Runs `work` when a slot is free. */
  async use<T>(work: () => Promise<T>, rank = 0): Promise<T> {
    if (this.#free > 0) this.#free -= 1;
    else await new Promise<void>((go) => this.#queue(rank, go));
    try {
      return await work();
    } finally {
      const next = this.#waiting.shift();
      if (next === undefined) this.#free += 1;
      else next.go();
    }
  }

  #queue(rank: number, go: () => void): void {
    const before = this.#waiting.findLastIndex((other) => other.rank <= rank);
    this.#waiting.splice(before + 1, 0, { rank, go });
  }
}
