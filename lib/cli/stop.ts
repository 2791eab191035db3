/**
 * Stops work on SIGINT and SIGTERM: asks it first, ends the process when it does not stop in time or
 * at a second signal. A stage that computes cannot be stopped from outside, and the store is valid at
 * every moment, so ending the process loses nothing that was finished.
 *
 * @module
 */
import { EXIT } from "../engine/errors.ts";
import type { StopSignal, Surroundings } from "./surroundings.ts";

/** Milliseconds that work has to stop by itself. */
const PATIENCE_MS = 1_000;

/** What happens at signals. */
export interface StopListener {
  /** Called at the first signal. */
  readonly asked: (signal: StopSignal) => void;
  /** Called before the process is ended by force. */
  readonly forced: (signal: StopSignal) => void;
}

/** Listens to signals until it is disposed of. */
export interface Stop extends Disposable {
  /** Aborted at the first signal. */
  readonly signal: AbortSignal;
  /** The first signal. */
  readonly received: StopSignal | null;
}

/** The same signal within so many milliseconds is the same wish. */
const SAME_KEYSTROKE_MS = 300;

/** The exit code that a signal leads to. */
export function signalExitCode(signal: StopSignal): number {
  return signal === "SIGINT" ? EXIT.interrupted : EXIT.terminated;
}

/** Starts to listen. */
export function stopOnSignals(
  { onSignal, exit }: Pick<Surroundings, "onSignal" | "exit">,
  listener: StopListener,
): Stop {
  const controller = new AbortController();
  let received: StopSignal | null = null;
  let deadline: ReturnType<typeof setTimeout> | undefined;
  const end = (signal: StopSignal) => {
    listener.forced(signal);
    exit(signalExitCode(signal));
  };
  let receivedAt = -Infinity;
  const remove = onSignal((signal) => {
    // Ctrl-C under a task runner comes twice: from the terminal, and passed on by the runner.
    if (received === signal && performance.now() - receivedAt < SAME_KEYSTROKE_MS) return;
    if (received !== null) return end(received);
    received = signal;
    receivedAt = performance.now();
    listener.asked(signal);
    deadline = setTimeout(() => end(signal), PATIENCE_MS);
    controller.abort(signal);
  });
  return {
    signal: controller.signal,
    get received() {
      return received;
    },
    [Symbol.dispose]: () => {
      remove();
      // The first call loads Deno's timers, which takes 3 ms: not for a run that nobody stopped.
      if (deadline !== undefined) clearTimeout(deadline);
    },
  };
}
