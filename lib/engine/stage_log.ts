/**
 * What a stage says while it is executed: lines, and how far it has come. Progress is thinned out, so
 * that a stage that reports for hours leaves no more behind than one that does for seconds.
 *
 * @module
 */
import type { StoredProgress } from "../store/store.ts";
import type { Progress } from "./stage.ts";

/** Reports of progress that are kept, at most. */
const KEPT = 100;

/** Keeps what one try of a stage says. */
export class StageLog {
  readonly lines: string[] = [];
  readonly #startedAt: number;
  #progress: StoredProgress[] = [];
  /** Of so many reports one is kept. */
  #every = 1;
  #count = 0;
  #last: StoredProgress | null = null;

  /** @param now Milliseconds on the clock that later reports are given by. */
  constructor(now: number) {
    this.#startedAt = now;
  }

  /** Keeps a report; which of them are kept depends on their number alone. */
  report(progress: Progress, now: number): void {
    this.#last = { ...progress, afterMs: now - this.#startedAt, afterLines: this.lines.length };
    if (this.#count++ % this.#every === 0) this.#progress.push(this.#last);
    if (this.#progress.length <= KEPT) return;
    this.#progress = this.#progress.filter((_, i) => i % 2 === 0);
    this.#every *= 2;
  }

  /**
   * The reports that are kept, in order; the first and the last are always among them.
   *
   * @example
   * ```ts
   * import { StageLog } from "./stage_log.ts";
   * import { assert, assertEquals } from "@std/assert";
   *
   * const log = new StageLog(0);
   * for (let done = 0; done < 5000; done++) log.report({ done, total: 5000, unit: "step" }, done);
   * const kept = log.progress().map(({ done }) => done);
   * assertEquals([kept[0], kept.at(-1)], [0, 4999]);
   * assert(kept.length <= 101);
   * ```
   */
  progress(): StoredProgress[] {
    const isLastKept = this.#last === null || this.#progress.at(-1) === this.#last;
    return isLastKept ? [...this.#progress] : [...this.#progress, this.#last!];
  }
}
