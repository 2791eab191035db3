/**
 * Brings stages up to date: each one once all that it needs is settled, independent ones at the same
 * time. A stage is looked up by what its inputs came out as, so one that reruns to the same bytes stops
 * the wave.
 *
 * @module
 */
import type { CacheKey, Digest } from "../codec/digest.ts";
import { DamagedInput, setAsideDamaged } from "./damaged_input.ts";
import { CancelledError, UsageError } from "./errors.ts";
import type { AnyParams, Node } from "./graph.ts";
import type { ExecutorOptions } from "./executor_options.ts";
import type { Identity } from "./identity.ts";
import { type Lookup, lookUp, wholeRecord } from "./lookup.ts";
import type { Reason } from "./reason.ts";
import type { StageResult } from "./result.ts";
import { type Executed, type FailedResult, isFailed } from "./shared_work.ts";
import { artifactAt, blocked, failed, isUpToDate, upToDate } from "./stage_results.ts";

type InputDigests = { readonly [input: string]: Digest };

/** A stage that is to be executed, with why. */
interface Task {
  readonly identity: Identity;
  readonly inputs: InputDigests;
  readonly key: CacheKey;
  readonly reasons: readonly Reason[];
}

/** What is known of a stage before it is decided whether to execute it. */
interface Seen {
  readonly identity: Identity;
  readonly inputs: InputDigests;
  readonly found: Lookup;
}

/** Settles the stages of one run. */
export class Executor {
  readonly #options: ExecutorOptions;
  readonly #nodes: ReadonlyMap<string, Node>;
  readonly #settled = new Map<string, Promise<StageResult>>();
  /** Set at the first failure: stages that have not started are then blocked by it. */
  #failed: string | null = null;

  constructor(options: ExecutorOptions) {
    this.#options = options;
    this.#nodes = new Map(options.nodes.map((node) => [node.name, node]));
  }

  /**
   * The results of all stages, in the order given.
   *
   * @throws {UsageError} if the run may not begin; then nothing was executed, and nothing goes on.
   */
  async settleAll(): Promise<StageResult[]> {
    const { nodes } = this.#options;
    await Promise.allSettled(nodes.map(({ name }) => this.#settle(name)));
    // Only now: a result is replaced when its damaged artifact had to be made again.
    return await Promise.all(nodes.map(({ name }) => this.#settle(name)));
  }

  #settle(name: string): Promise<StageResult> {
    const known = this.#settled.get(name);
    if (known !== undefined) return known;
    const settling = this.#decide(this.#nodes.get(name)!);
    this.#settled.set(name, settling);
    return settling;
  }

  async #decide(node: Node): Promise<StageResult> {
    const { isForced } = this.#options;
    const needed = [...new Set(Object.values(node.inputs).map((edge) => edge.node))];
    const upstream = await Promise.all(needed.map((name) => this.#settle(name)));
    const broken = upstream.find((result) => !isUpToDate(result));
    if (broken !== undefined) return this.#blocked(node.name, broken.name);
    const seen = await this.#lookUp(node);
    if ("state" in seen) return seen;
    const { identity, inputs, found } = seen;
    if (found.type === "miss") {
      return await this.#execute({ identity, inputs, key: found.key, reasons: found.reasons });
    }
    if (isForced(node.name)) {
      const reasons: Reason[] = [{ kind: "forced", subject: node.name }];
      return await this.#execute({ identity, inputs, key: found.key, reasons });
    }
    const isReached = upstream.some(({ state }) => state === "ran" || state === "cut-off");
    const state = isReached ? "cut-off" : "hit";
    return this.#finished(upToDate(state, found.record, identity.params));
  }

  /** What is known of a stage whose inputs are settled; its failure if that cannot be found out. */
  async #lookUp(node: Node): Promise<Seen | StageResult> {
    const { identities, store, project, work, rank = 0 } = this.#options;
    using _ = work.announce(rank);
    const inputs = await this.#inputsOf(node);
    try {
      const identity = await identities.get(node.name)!;
      for (;;) {
        const { endedCount } = work;
        const found = await lookUp(identity, inputs, store, project);
        const isKnown = found.type === "hit" || !work.hasEndedSince(found.key, endedCount);
        // What was missed may have been made meanwhile: it would take a slot to find that out.
        if (isKnown) return { identity, inputs, found };
      }
    } catch (error) {
      return this.#failure(node.name, null, [], error);
    }
  }

  async #inputsOf(node: Node): Promise<InputDigests> {
    const inputs: Record<string, Digest> = {};
    for (const [input, edge] of Object.entries(node.inputs)) {
      inputs[input] = artifactAt(await this.#settle(edge.node), edge).digest;
    }
    return inputs;
  }

  async #execute(task: Task): Promise<StageResult> {
    const { work, rank = 0 } = this.#options;
    const elsewhere = work.executing(task.key, rank);
    if (elsewhere !== undefined) {
      const result = await elsewhere;
      if (isFailed(result)) return this.#failedElsewhere(result);
      // What is made by now is found at the second look.
      return await this.#decide(task.identity.node);
    }
    const remade = new Set<Digest>();
    for (;;) {
      const damaged = await work.execute(task.key, () => this.#executeNow(task), rank);
      // Another run of the same work needs it earlier.
      if (damaged === null) return await this.#execute(task);
      if (!(damaged instanceof DamagedInput)) return damaged;
      if (remade.has(damaged.digest)) return this.#taskFailure(task, damaged.cause);
      remade.add(damaged.digest);
      await this.#remake(damaged);
    }
  }

  /** A result, or the input that has to be made again first; that needs the slot that this one holds. */
  async #executeNow(task: Task): Promise<Executed> {
    const { nodes, settings, store, work, keepGoing, observe, signal } = this.#options;
    const { identity: { node: { name } }, key } = task;
    if (this.#failed !== null && !keepGoing) return this.#blocked(name, this.#failed);
    const startedAt = performance.now();
    const log: string[] = [];
    try {
      // Only now: a run in which every stage hits loads none of this.
      const { assureOpenFiles, inOwnTurn } = await import("./execution_parts.ts");
      const warn = (message: string): void => observe({ type: "warning", message });
      await work.prepare(() => assureOpenFiles(nodes, settings, work), warn);
      const onWait = (): void => observe({ type: "stage-waiting", stage: name });
      const turn = { stage: name, key, signal, onWait };
      return await inOwnTurn(turn, store, () => this.#executeLocked(task, log));
    } catch (error) {
      if (error instanceof DamagedInput) return error;
      // The run may not begin, which is no failure of a stage.
      if (error instanceof UsageError) throw error;
      return this.#taskFailure(task, error, performance.now() - startedAt, log);
    }
  }

  async #executeLocked(task: Task, log: string[]): Promise<StageResult> {
    const { store, project, signal, observe, isForced, settings, begin, work } = this.#options;
    const { identity, inputs, key, reasons } = task;
    const { name } = identity.node;
    const made = wholeRecord(identity, key, store);
    const isRepair = reasons[0]?.kind === "damaged";
    const isHit = made !== null && !isForced(name) &&
      !(isRepair && await setAsideDamaged(made, store));
    if (isHit) {
      // Another process has executed it in the meantime.
      return this.#finished(upToDate("hit", made, identity.params, reasons));
    }
    if (signal?.aborted) throw new CancelledError(name);
    const run = await begin();
    using _ = this.#options.busyWith(name);
    observe({ type: "stage-started", stage: name, reasons });
    const { executeStage, tell } = await import("./execution_parts.ts");
    const execution = {
      identity,
      key,
      inputs,
      settings: settings.get(name) ?? {},
      maxThreads: work.maxThreads,
      run,
      signal,
      ...tell(name, log, observe),
    };
    const record = await executeStage(execution, work.handOver, project);
    return this.#finished(upToDate("ran", record, identity.params, reasons));
  }

  #remake(damaged: DamagedInput): Promise<void> {
    return this.#options.work.remake(damaged.digest, () => this.#remakeNow(damaged));
  }

  /** Executes the stage that made an artifact once more. It is a hit, so what it needs is settled. */
  async #remakeNow({ edge, digest }: DamagedInput): Promise<void> {
    const { observe, identities } = this.#options;
    const subject = `${edge.node}.${edge.output}`;
    observe({ type: "warning", message: `${subject} (${digest}) is damaged; making it again` });
    const settled = await this.#settle(edge.node);
    const identity = await identities.get(edge.node)!;
    if (!isUpToDate(settled)) return;
    const inputs = await this.#inputsOf(identity.node);
    const reasons: Reason[] = [{ kind: "damaged", subject }];
    const remaking = this.#execute({ identity, inputs, key: settled.key, reasons });
    this.#settled.set(edge.node, remaking);
    const result = await remaking;
    if (!isUpToDate(result) || artifactAt(result, edge).digest === digest) return;
    const message = `${subject} came out different: ${artifactAt(result, edge).digest} after ` +
      `${digest}; stage "${edge.node}" is not reproducible`;
    observe({ type: "warning", message });
  }

  #finished(result: StageResult): StageResult {
    this.#options.observe({ type: "stage-finished", result });
    return result;
  }

  #taskFailure(
    { identity, key, reasons }: Task,
    error: unknown,
    elapsedMs = 0,
    log: readonly string[] = [],
  ): StageResult {
    return this.#failure(identity.node.name, key, reasons, error, elapsedMs, log);
  }

  #failure(
    name: string,
    key: CacheKey | null,
    reasons: readonly Reason[],
    error: unknown,
    elapsedMs = 0,
    log: readonly string[] = [],
  ): StageResult {
    this.#failed ??= name;
    const failure = { name, params: this.#paramsOf(name), key, reasons, elapsedMs, log };
    return this.#finished(failed(failure, error, this.#options.project.root));
  }

  /** The same execution failed in another run of the same work. */
  #failedElsewhere(failure: FailedResult): StageResult {
    this.#failed ??= failure.name;
    return this.#finished({ ...failure, elapsedMs: 0 });
  }

  #blocked(name: string, by: string): StageResult {
    return this.#finished(blocked(name, this.#paramsOf(name), by));
  }

  #paramsOf(name: string): AnyParams {
    return this.#options.params.get(name) ?? {};
  }
}
