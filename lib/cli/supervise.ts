/**
 * Work that a person watches and may stop: shows its course, and passes signals on to it.
 *
 * @module
 */
import type { RunRequest } from "../engine/engine.ts";
import type { RunEvent } from "../engine/result.ts";
import type { Session } from "./command.ts";
import { runView } from "./run_view.ts";
import { stopOnSignals } from "./stop.ts";
import type { StopSignal } from "./surroundings.ts";

/** What work that runs stages passes on to the engine. */
export type Course = Required<Pick<RunRequest, "observe" | "signal">>;

/** What came of supervised work. */
export interface Supervised<T> {
  readonly value: T;
  /** The signal that asked it to stop; `null` if none did. */
  readonly received: StopSignal | null;
}

/** What a person sees of work, until it is closed. */
export interface View<E> {
  observe(event: E): void;
  close(): void;
}

/** A warning among the events of work. */
type Warning = { readonly type: "warning"; readonly message: string };

/**
 * Does `work` that runs stages under supervision.
 *
 * @param keeps What is so when it is stopped, in a few words.
 */
export function supervised<T>(
  session: Session,
  work: (course: Course) => Promise<T>,
  keeps: string = FINISHED_IS_KEPT,
): Promise<Supervised<T>> {
  const view = runView(session.output, session.surroundings.now);
  return watched<RunEvent, T>(session, view, isStoppedStage, work, keeps);
}

const FINISHED_IS_KEPT = "what is finished is kept";

/** Does `work` under supervision. Once it was told to stop, events that are `moot` are not shown. */
export async function watched<E, T>(
  { output, surroundings }: Session,
  view: View<E | Warning>,
  moot: (event: E) => boolean,
  work: (course: {
    readonly observe: (event: E) => void;
    readonly signal: AbortSignal;
  }) => Promise<T>,
  keeps: string = FINISHED_IS_KEPT,
): Promise<Supervised<T>> {
  using stop = stopOnSignals(surroundings, {
    asked: (signal) => view.observe({ type: "warning", message: `${signal}: stopping; ${keeps}` }),
    forced: (signal) => {
      view.close();
      const message = `${signal}: ended while a stage was computing; ${keeps}`;
      output.warn(`warning: ${message}`);
      const errors = [{ subject: signal, message, nearest: null }];
      output.document({ schema: "error/1", errors });
    },
  });
  const observe = (event: E) => {
    if (!(stop.received !== null && moot(event))) view.observe(event);
  };
  try {
    const value = await work({ observe, signal: stop.signal });
    return { value, received: stop.received };
  } finally {
    view.close();
  }
}

/** A stage that was told to stop counts as failed, which to a person would look like a fault. */
function isStoppedStage(event: RunEvent): boolean {
  return event.type === "stage-finished" &&
    (event.result.state === "failed" || event.result.state === "blocked");
}
