/**
 * What a stage can wait for, counted, so that nothing is still under way when it ends. Its text is sent
 * to the worker, so it uses nothing from outside itself.
 *
 * @module
 */

/** Operations that return a promise. */
export interface Operations {
  /** Does `work` at once and settles a few turns later; those that wait for nothing settle in the order of their calls. */
  run<T>(name: string, work: () => T | Promise<T>): Promise<T>;
  /** The name of an operation that has not settled, or `null`. */
  pending(): string | null;
}

/** No operation yet. */
export function operations(): Operations {
  /**
   * A promise that a function awaits settles within three turns, and so does the return of that
   * function. An operation takes longer, so that one that was never awaited is still pending then.
   */
  const TURNS = 10;
  const open: { [name: string]: number } = Object.create(null);
  return {
    async run(name, work) {
      open[name] = (open[name] ?? 0) + 1;
      try {
        const result = work();
        for (let turn = 0; turn < TURNS; turn++) await undefined;
        return await result;
      } finally {
        open[name]! -= 1;
      }
    },
    pending() {
      for (const name in open) if (open[name]! > 0) return name;
      return null;
    },
  };
}
