/**
 * What the runs of a sweep share, so that together they do no more than one run would: the slots, and
 * that each thing is done once however many of them want it.
 *
 * @module
 */
import type { CacheKey, Digest } from "../codec/digest.ts";
import type { Store } from "../store/store.ts";
import type { DamagedInput } from "./damaged_input.ts";
import { HandOver } from "./hand_over.ts";
import type { Workers } from "./open_files.ts";
import type { StageResult } from "./result.ts";
import { Slots } from "./slots.ts";

/**
 * What came of an execution: a result, or the input that has to be made again first; `null` if a run of
 * a lower rank executes it instead.
 */
export type Executed = StageResult | DamagedInput | null;

/** Work of one run, or of several that go on together. */
export class SharedWork implements Workers {
  readonly #slots: Slots;
  readonly #store: Store;
  /** By key; those that went well are gone from here, as the store has them. */
  readonly #executions = new Map<CacheKey, Promise<Executed>>();
  /** How many executions had ended when the last one of a key did. */
  readonly #ended = new Map<CacheKey, number>();
  #endedCount = 0;
  /** Damaged artifacts that are being made again, by digest: several stages may need the same one. */
  readonly #remaking = new Map<Digest, Promise<void>>();
  #prepared: Promise<void> | undefined;
  /** The store, as executions see it. */
  readonly handOver: HandOver;
  /** Executions that go on at once, at most; the caller gives no more than there are stages. */
  readonly jobs: number;
  /** Extra workers that a stage is given at most: where stages share the processors, none. */
  readonly maxThreads: number;

  constructor(store: Store, jobs: number, maxThreads = Infinity) {
    this.#store = store;
    this.#slots = new Slots(jobs);
    this.handOver = new HandOver(store);
    this.jobs = jobs;
    this.maxThreads = maxThreads;
  }

  /**
   * Makes sure, once, of what has to be in order before anything is computed: what `check` refuses to
   * go on without, which is the same for all runs, and that the store can be written.
   *
   * @param warn Called with what a person should know of the store.
   */
  prepare(check: () => void, warn: (message: string) => void): Promise<void> {
    return this.#prepared ??= this.#prepare(check, warn);
  }

  async #prepare(check: () => void, warn: (message: string) => void): Promise<void> {
    check();
    for (const message of await this.#store.prepareForWriting()) warn(message);
  }

  /**
   * The execution of a key that goes on, or that failed: what failed is not tried again. A run that
   * waits for it takes no slot. One that waits for a slot itself, for a run of a higher rank, is
   * withdrawn: the run of this rank executes it.
   */
  executing(key: CacheKey, rank: number): Promise<Executed> | undefined {
    if (this.#slots.withdraw(key, rank)) this.#executions.delete(key);
    return this.#executions.get(key);
  }

  /** How many executions have ended well by now. */
  get endedCount(): number {
    return this.#endedCount;
  }

  /** Whether an execution of the key has ended well since there were so many. */
  hasEndedSince(key: CacheKey, endedCount: number): boolean {
    return (this.#ended.get(key) ?? 0) > endedCount;
  }

  /** Holds slots back from runs of higher ranks while a run looks up what it has to execute. */
  announce(rank: number): Disposable {
    return this.#slots.announce(rank);
  }

  /** Executes `work` in a slot; of all that wait the one with the lowest `rank` is next. */
  execute(key: CacheKey, work: () => Promise<Executed>, rank: number): Promise<Executed> {
    const execution = this.#slots.useFor(key, rank, work).then((result) => {
      if (result === null || isFailed(result)) return result;
      this.#executions.delete(key);
      this.#ended.set(key, ++this.#endedCount);
      return result;
    });
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

/** Whether an execution came to nothing. */
export function isFailed(result: Executed): result is FailedResult {
  return result !== null && "state" in result && result.state === "failed";
}
