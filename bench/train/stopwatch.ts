/**
 * Times pieces of work by the wall and by the processor.
 *
 * @module
 */
import process from "node:process";

/** What a piece of work took. */
export interface Times {
  /** By the clock on the wall. */
  readonly seconds: number;
  /** Of the processor, all threads together: work of others on the machine does not count. */
  readonly processorSeconds: number;
}

/** Does some work. */
export function timed<T>(work: () => T): Times & { readonly result: T } {
  const [start, startProcessor] = [performance.now(), process.cpuUsage()];
  const result = work();
  const { user, system } = process.cpuUsage(startProcessor);
  const seconds = (performance.now() - start) / 1000;
  return { seconds, processorSeconds: (user + system) / 1e6, result };
}
