/**
 * Times pieces of work by the wall and by the processor.
 *
 * @module
 */
import process from "node:process";

/** Times so far, one a round. */
export class Stopwatch {
  readonly seconds: number[] = [];
  readonly processorSeconds: number[] = [];

  /** Does one round of work. */
  time<T>(work: () => T): T {
    const [start, startProcessor] = [performance.now(), process.cpuUsage()];
    const result = work();
    const { user, system } = process.cpuUsage(startProcessor);
    this.seconds.push((performance.now() - start) / 1000);
    this.processorSeconds.push((user + system) / 1e6);
    return result;
  }
}
