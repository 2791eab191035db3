/**
 * Gives up on what takes too long, in two ways: one limit for the whole, one for silence. `fetch` has
 * neither of its own.
 *
 * @module
 */

/** Limits of one try, in milliseconds. */
export interface TimeLimits {
  /** For the whole try. */
  readonly tryTimeoutMs: number;
  /** Without a byte. */
  readonly stallTimeoutMs: number;
}

/**
 * Runs `task` with a signal that aborts when a limit is passed, or when the task ends for whatever
 * reason, so that nothing of it goes on behind its back.
 *
 * @param timedOut makes the error that the signal aborts with
 * @param task `alive` starts the limit for silence anew
 *
 * @example
 * ```ts
 * import { withWatchdog } from "./watchdog.ts";
 * import { assertRejects } from "@std/assert";
 *
 * const forever = (signal: AbortSignal) =>
 *   new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
 * const limits = { tryTimeoutMs: 1000, stallTimeoutMs: 1 };
 * await assertRejects(() => withWatchdog(limits, (why) => new Error(why), forever), Error, "1 ms");
 * ```
 */
export async function withWatchdog<T>(
  limits: TimeLimits,
  timedOut: (why: string) => Error,
  task: (signal: AbortSignal, alive: () => void) => Promise<T>,
): Promise<T> {
  const controller = new AbortController();
  const abortAfter = (ms: number, why: string) =>
    setTimeout(() => controller.abort(timedOut(why)), ms);
  const { tryTimeoutMs, stallTimeoutMs } = limits;
  const startStall = () => abortAfter(stallTimeoutMs, `no byte came for ${stallTimeoutMs} ms`);
  const whole = abortAfter(tryTimeoutMs, `it was not complete after ${tryTimeoutMs} ms`);
  let stall = startStall();
  const alive = () => {
    clearTimeout(stall);
    stall = startStall();
  };
  try {
    return await task(controller.signal, alive);
  } finally {
    clearTimeout(whole);
    clearTimeout(stall);
    controller.abort();
  }
}
