/**
 * Measures the wall-clock time and the processor time of work.
 *
 * @module
 */
import process from "node:process";

/** The times of a piece of work. */
export interface Times {
  /** Wall-clock time. */
  readonly seconds: number;
  /** Processor time of all threads of this process, which excludes other programs. */
  readonly processorSeconds: number;
}

/** Does `work` and measures it. */
export function timed<T>(work: () => T): Times & { readonly result: T } {
  const [start, startProcessor] = [performance.now(), process.cpuUsage()];
  const result = work();
  const { user, system } = process.cpuUsage(startProcessor);
  const seconds = (performance.now() - start) / 1000;
  return { seconds, processorSeconds: (user + system) / 1e6, result };
}
