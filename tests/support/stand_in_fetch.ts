/**
 * `fetch` without a network, for answers that come step by step or from hosts that this machine is not.
 *
 * @module
 */

/** Gives the answer to a request. */
export type Answer = (url: string, init: RequestInit) => Response | Promise<Response>;

/** Runs `work` with `answer` in the place of `fetch`. */
export async function withFetch<T>(answer: Answer, work: () => Promise<T>): Promise<T> {
  const original = globalThis.fetch;
  globalThis.fetch = (url, init) => Promise.try(() => answer(String(url), init ?? {}));
  try {
    return await work();
  } finally {
    globalThis.fetch = original;
  }
}
