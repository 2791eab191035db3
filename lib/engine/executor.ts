/**
 * Brings stages up to date: each one once all that it needs is settled, independent ones at the same
 * time. A stage is looked up by what its inputs came out as, so one that reruns to the same bytes stops
 * the wave.
 *
 * @module
 */
import type { CacheKey, Digest } from "../codec/digest.ts";
import type { StageRecord, Store } from "../store/store.ts";
import { CancelledError, failureKind, IntegrityError, type StageError } from "./errors.ts";
import { DamagedInput } from "./damaged_input.ts";
import type { AnyParams, Edge, Node } from "./graph.ts";
import type { Identities, Identity, Project } from "./identity.ts";
import { lookUp } from "./lookup.ts";
import { artifactsOf, originOf } from "./planner.ts";
import type { Reason } from "./reason.ts";
import type { RunEvent, StageResult } from "./result.ts";
import { Slots } from "./slots.ts";
import { sourceLocation } from "./source_location.ts";

/** What an execution of stages is given. */
export interface ExecutorOptions {
  /** In topological order. */
  readonly nodes: readonly Node[];
  readonly params: ReadonlyMap<string, AnyParams>;
  readonly identities: Identities;
  readonly isForced: (stage: string) => boolean;
  readonly store: Store;
  readonly project: Project;
  readonly jobs: number;
  readonly keepGoing: boolean;
  readonly signal: AbortSignal | undefined;
  readonly observe: (event: RunEvent) => void;
  /** Called before the first execution; gives the run's id. */
  readonly begin: () => Promise<string>;
}

type UpToDate = Extract<StageResult, { state: "hit" | "ran" | "cut-off" }>;

/** Settles the stages of one run. */
export class Executor {
  readonly #options: ExecutorOptions;
  readonly #slots: Slots;
  readonly #settled = new Map<string, Promise<StageResult>>();
  /** Set at the first failure: stages that have not started are then blocked by it. */
  #failed: string | null = null;

  constructor(options: ExecutorOptions) {
    this.#options = options;
    this.#slots = new Slots(options.jobs);
  }

  /** The results of all stages, in the order given. */
  async settleAll(): Promise<StageResult[]> {
    const names = this.#options.nodes.map(({ name }) => name);
    await Promise.all(names.map((name) => this.#settle(name)));
    // Only now: a result is replaced when its damaged artifact had to be made again.
    return await Promise.all(names.map((name) => this.#settle(name)));
  }

  #settle(name: string): Promise<StageResult> {
    const known = this.#settled.get(name);
    if (known !== undefined) return known;
    const settling = this.#decide(this.#options.nodes.find((node) => node.name === name)!);
    this.#settled.set(name, settling);
    return settling;
  }

  async #decide(node: Node): Promise<StageResult> {
    const needed = [...new Set(Object.values(node.inputs).map((edge) => edge.node))];
    const upstream = new Map<string, StageResult>();
    for (const result of await Promise.all(needed.map((name) => this.#settle(name)))) {
      upstream.set(result.name, result);
    }
    const broken = [...upstream.values()].find((result) => !isUpToDate(result));
    if (broken !== undefined) return this.#blocked(node, broken.name);
    let identity: Identity;
    try {
      identity = await this.#options.identities.get(node.name)!;
    } catch (error) {
      return this.#failure(node, null, error, []);
    }

    const inputs: Record<string, Digest> = {};
    for (const [input, edge] of Object.entries(node.inputs)) {
      inputs[input] = artifact(upstream.get(edge.node)!, edge).digest;
    }
    const { store, project, isForced } = this.#options;
    const found = await lookUp(identity, inputs, store, project);
    if (found.type === "miss") {
      return await this.#execute(identity, inputs, found.key, found.reasons);
    }
    if (isForced(node.name)) {
      const reasons: Reason[] = [{ kind: "forced", subject: node.name }];
      return await this.#execute(identity, inputs, found.key, reasons);
    }
    const upstreamRan = [...upstream.values()].some(({ state }) =>
      state === "ran" || state === "cut-off"
    );
    const isLatest = upstreamRan && store.recordsOf(node.name, 1)[0]?.key === found.key;
    const state = isLatest ? "cut-off" : "hit";
    return this.#finished(upToDate(state, identity, found.record, []));
  }

  async #execute(
    identity: Identity,
    inputs: Record<string, Digest>,
    key: CacheKey,
    reasons: readonly Reason[],
  ): Promise<StageResult> {
    const remade = new Set<string>();
    for (;;) {
      try {
        return await this.#slots.use(() => this.#executeNow(identity, inputs, key, reasons));
      } catch (error) {
        if (!(error instanceof DamagedInput)) throw error;
        if (remade.has(error.digest)) return this.#failure(identity.node, key, error.cause, []);
        remade.add(error.digest);
        await this.#remake(error.edge, error.digest);
      }
    }
  }

  /** Throws `DamagedInput` only; everything else becomes a result. */
  async #executeNow(
    identity: Identity,
    inputs: Record<string, Digest>,
    key: CacheKey,
    reasons: readonly Reason[],
  ): Promise<StageResult> {
    const { store, project, signal, observe, keepGoing, isForced, begin } = this.#options;
    const { name } = identity.node;
    if (this.#failed !== null && !keepGoing) return this.#blocked(identity.node, this.#failed);
    const log: string[] = [];
    try {
      const run = await begin();
      const onWait = (): void => observe({ type: "stage-waiting", stage: name });
      return await store.exclusively(key, onWait, async () => {
        const found = await lookUp(identity, inputs, store, project);
        if (found.type === "hit" && !isForced(name) && reasons[0]?.kind !== "damaged") {
          return this.#finished(upToDate("hit", identity, found.record, reasons));
        }
        if (signal?.aborted) throw new CancelledError(`Stage "${name}" was cancelled`);
        observe({ type: "stage-started", stage: name, reasons });
        // Only now: a run of hits needs neither codec nor sandbox.
        const { executeStage } = await import("./execute_stage.ts");
        const record = await executeStage(
          {
            identity,
            key,
            inputs,
            run,
            signal,
            onLog: (line) => {
              log.push(line);
              observe({ type: "stage-log", stage: name, line });
            },
            onProgress: (progress) => observe({ type: "stage-progress", stage: name, progress }),
            onRetry: (attempt, error) =>
              observe({ type: "stage-retry", stage: name, attempt, message: messageOf(error) }),
          },
          store,
          project,
        );
        return this.#finished(upToDate("ran", identity, record, reasons));
      });
    } catch (error) {
      if (error instanceof DamagedInput) throw error;
      return this.#failure(identity.node, key, error, log);
    }
  }

  /** Makes a damaged artifact again. The stage that made it is a hit, so its inputs are settled. */
  async #remake(edge: Edge<unknown>, digest: Digest): Promise<void> {
    const { store, observe } = this.#options;
    const subject = `${edge.node}.${edge.output}`;
    observe({ type: "warning", message: `${subject} (${digest}) is damaged; making it again` });
    await store.quarantineObject(digest);
    const identity = await this.#options.identities.get(edge.node)!;
    const settled = await this.#settle(edge.node);
    if (!isUpToDate(settled)) return;
    const inputs: Record<string, Digest> = {};
    for (const [input, { node, output }] of Object.entries(identity.node.inputs)) {
      inputs[input] = artifact(await this.#settle(node), { node, output }).digest;
    }
    const remaking = this.#execute(identity, inputs, settled.key, [{ kind: "damaged", subject }]);
    this.#settled.set(edge.node, remaking);
    const result = await remaking;
    if (isUpToDate(result) && artifact(result, edge).digest !== digest) {
      observe({
        type: "warning",
        message:
          `${subject} came out different: ${artifact(result, edge).digest} after ${digest}; ` +
          `stage "${edge.node}" is not reproducible`,
      });
    }
  }

  #finished<R extends StageResult>(result: R): R {
    this.#options.observe({ type: "stage-finished", result });
    return result;
  }

  #paramsOf({ name }: Node): AnyParams {
    return this.#options.params.get(name) ?? {};
  }

  #failure(
    node: Node,
    key: CacheKey | null,
    error: unknown,
    log: readonly string[],
  ): StageResult {
    this.#failed ??= node.name;
    return this.#finished({
      name: node.name,
      params: this.#paramsOf(node),
      state: "failed",
      key,
      reasons: [],
      elapsedMs: 0,
      error: stageError(error, this.#options.project.root),
      log,
    });
  }

  #blocked(node: Node, by: string): StageResult {
    return this.#finished({
      name: node.name,
      params: this.#paramsOf(node),
      state: "blocked",
      reasons: [],
      elapsedMs: 0,
      error: {
        kind: "blocked",
        message: `Stage "${node.name}" was not executed because stage "${by}" failed`,
        at: null,
        cause: by,
      },
    });
  }
}

function isUpToDate(result: StageResult): result is UpToDate {
  return result.state === "hit" || result.state === "ran" || result.state === "cut-off";
}

function artifact(result: StageResult, { output }: Edge<unknown>): UpToDate["outputs"][string] {
  const found = isUpToDate(result) ? result.outputs[output] : undefined;
  if (found === undefined) {
    throw new IntegrityError(`The record of stage "${result.name}" has no output "${output}"`);
  }
  return found;
}

function upToDate(
  state: UpToDate["state"],
  { node, params }: Identity,
  record: StageRecord,
  reasons: readonly Reason[],
): UpToDate {
  return {
    name: node.name,
    params,
    state,
    key: record.key,
    reasons,
    elapsedMs: state === "ran" ? record.elapsedMs : 0,
    outputs: artifactsOf(record),
    metrics: record.metrics,
    log: record.log,
    origin: originOf(record),
  };
}

function stageError(error: unknown, root: string): StageError {
  const cause = error instanceof Error && error.cause !== undefined ? messageOf(error.cause) : null;
  return {
    kind: failureKind(error),
    message: messageOf(error),
    at: error instanceof Error ? sourceLocation(error, root) : null,
    cause,
  };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
