/**
 * What the runs of a sweep share, so that together they do no more than one run would: the slots, and
 * that each thing is done once however many of them want it.
 *
 * @module
 */
import type { CacheKey, Digest } from "../codec/digest.ts";
import type { Store } from "../store/store.ts";
import type { DamagedInput } from "./damaged_input.ts";
import type { StageResult } from "./result.ts";
import { Slots } from "./slots.ts";

/** What came of an execution: a result, or the input that has to be made again first. */
export type Executed = StageResult | DamagedInput;

/** Work of one run, or of several that go on together. */
export class SharedWork {
  readonly #slots: Slots;
  readonly #store: Store;
  /** The last execution of each key, going on or finished. */
  readonly #executions = new Map<CacheKey, Promise<Executed>>();
  /** Damaged artifacts that are being made again, by digest: several stages may need the same one. */
  readonly #remaking = new Map<Digest, Promise<void>>();
  #prepared: Promise<void> | undefined;
  /** Extra workers that a stage is given at most: where stages share the processors, none. */
  readonly maxThreads: number;

  /** At most `jobs` executions go on at once. */
  constructor(store: Store, jobs: number, maxThreads = Infinity) {
    this.#store = store;
    this.#slots = new Slots(jobs);
    this.maxThreads = maxThreads;
  }

  /** Makes sure once that the store can be written. */
  prepare(): Promise<void> {
    return this.#prepared ??= this.#store.prepareForWriting();
  }

  /**
   * Executes `work` in a slot. Who wants a key that another run is executing waits without a slot: it
   * will find it done. What failed is not tried again: `onFailed` says so to the run that waited.
   */
  execute(
    key: CacheKey,
    work: () => Promise<Executed>,
    onFailed: (failure: FailedResult) => StageResult,
  ): Promise<Executed> {
    const before = this.#executions.get(key);
    const execution = before === undefined
      ? this.#slots.use(work)
      : before.then((result) => isFailed(result) ? onFailed(result) : this.#slots.use(work));
    this.#executions.set(key, execution);
    return execution;
  }

  /** Makes a damaged artifact again, once. */
  remake(digest: Digest, work: () => Promise<void>): Promise<void> {
    const known = this.#remaking.get(digest);
    if (known !== undefined) return known;
    const remaking = work();
    this.#remaking.set(digest, remaking);
    return remaking;
  }
}

/** The result of a stage that failed. */
export type FailedResult = Extract<StageResult, { readonly state: "failed" }>;

function isFailed(result: Executed): result is FailedResult {
  return "state" in result && result.state === "failed";
}
