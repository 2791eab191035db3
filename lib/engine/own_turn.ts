/**
 * One's turn at a key that other processes may be executing, which can be given up while waiting for it.
 *
 * @module
 */
import type { CacheKey } from "../codec/digest.ts";
import type { Store } from "../store/store.ts";
import { CancelledError } from "./errors.ts";

/** Whose turn it is. */
export interface Turn {
  readonly stage: string;
  readonly key: CacheKey;
  readonly signal: AbortSignal | undefined;
  /** Called once if it has to be waited for. */
  readonly onWait: () => void;
}

/**
 * Executes `work` while nobody else executes the key.
 *
 * @throws {CancelledError} as soon as the signal fires while this waits; `work` is not executed then.
 */
export async function inOwnTurn<T>(
  { stage, key, signal, onWait }: Turn,
  store: Store,
  work: () => Promise<T>,
): Promise<T> {
  const cancelled = Promise.withResolvers<never>();
  let isWaiting = false;
  const giveUp = (): void => {
    if (isWaiting) cancelled.reject(new CancelledError(stage));
  };
  const wait = (): void => {
    isWaiting = true;
    onWait();
    if (signal?.aborted) giveUp();
  };
  const start = (): Promise<T> => {
    if (isWaiting && signal?.aborted) return cancelled.promise;
    isWaiting = false;
    return work();
  };
  signal?.addEventListener("abort", giveUp);
  try {
    return await Promise.race([store.exclusively(key, wait, start), cancelled.promise]);
  } finally {
    signal?.removeEventListener("abort", giveUp);
  }
}
