/**
 * The row of a run, written when the first stage is executed: a run of hits is no run. The row says
 * `running` until the end, so that a run whose process died is found by the next one.
 *
 * @module
 */
import type { LivingRun, Store, StoredRun } from "../store/store.ts";
import type { RunRequest } from "./engine.ts";
import type { AnyParams, Pipeline } from "./graph.ts";
import type { PastStage, RunSummary } from "./past_run.ts";
import { changedParams } from "./request.ts";
import type { RunResult, StageResult } from "./result.ts";

/** Lines of a failed stage's log that stay with its run: it has no record to keep them. */
const LOG_LINES_KEPT = 1000;

/** A new id of a run that begins at this instant. */
export function newRunId(startedAt: Date): string {
  const instant = startedAt.toISOString().replace(/[-:]|\.\d+Z/g, "");
  return `${instant}-${crypto.randomUUID().slice(0, 6)}`;
}

/** A run that is part of a sweep: the sweep's id and its own. */
export interface SweepPart {
  readonly sweep: string;
  readonly id: string;
}

/** What a row is written from. */
export interface RunRowOptions {
  readonly store: Store;
  readonly request: RunRequest;
  readonly settings: ReadonlyMap<string, AnyParams>;
  readonly pipeline: Pipeline;
  /** Gives the file that stands for the pipeline, relative to the store; see `owner.ts`. */
  readonly owner: () => Promise<string>;
  /** Default: the run is no part of a sweep. */
  readonly part?: SweepPart;
}

/** The row of one run. */
export class RunRow implements Disposable {
  readonly #options: RunRowOptions;
  readonly #store: Store;
  #startedAt = new Date();
  /** Of `performance.now()`, while it is busy. */
  #busySince = 0;
  #busyMs = 0;
  readonly #busy = new Set<string>();
  #beginning: Promise<string> | undefined;
  #living: LivingRun | null = null;
  #id: string | null = null;
  #owner: string | undefined;

  constructor(options: RunRowOptions) {
    this.#options = options;
    this.#store = options.store;
  }

  /** The run's id, once its row is written. */
  get id(): string | null {
    return this.#id;
  }

  /**
   * Writes the row at the first call; gives the run's id.
   *
   * @throws {UsageError} if another run has the wanted name by now.
   */
  begin(): Promise<string> {
    return this.#beginning ??= this.#begin();
  }

  async #begin(): Promise<string> {
    const { part, request: { name } } = this.#options;
    // Runs of a sweep wait for each other, and that is no part of any.
    if (part !== undefined) this.#startedAt = new Date();
    await this.#closeEndedRuns();
    this.#owner = await this.#options.owner();
    const id = part?.id ?? newRunId(this.#startedAt);
    this.#living = await this.#store.beginRun(id);
    const row = this.#row(id, null, "running", [], {});
    if (name === undefined) this.#store.putRun(row);
    else await (await import("./taken_name.ts")).putNamedRun(this.#store, row, name);
    return this.#id = id;
  }

  /** Says that a stage is being executed, until the result is disposed of. */
  busyWith(stage: string): Disposable {
    const tell = (): void => this.#living?.busyWith([...this.#busy]);
    if (this.#busy.size === 0) this.#busySince = performance.now();
    this.#busy.add(stage);
    tell();
    return {
      [Symbol.dispose]: () => {
        this.#busy.delete(stage);
        if (this.#busy.size === 0) this.#busyMs += performance.now() - this.#busySince;
        tell();
      },
    };
  }

  /** Milliseconds in which stages were executed, of several at once counted once. */
  get busyMs(): number {
    return this.#busyMs;
  }

  /** Completes the row. */
  finish({ elapsedMs, outcome, stages, metrics }: RunResult): void {
    if (this.#id === null) return;
    this.#store.putRun(this.#row(this.#id, elapsedMs, outcome, stages, metrics));
  }

  [Symbol.dispose](): void {
    this.#living?.[Symbol.dispose]();
    this.#living = null;
  }

  /** Runs that say that they go on, and whose processes are gone. */
  async #closeEndedRuns(): Promise<void> {
    const history = await this.#store.history();
    for (const run of history.running()) {
      const stages = await this.#store.peekRun(run.id);
      if (stages === null) continue;
      const { diedRun } = await import("./died_run.ts");
      // Right before the row is completed: of runs that begin at the same time one does that, and it
      // may have ended well since it was read, as it completes its row before it lets go.
      if (history.withId(run.id)?.outcome !== "running") continue;
      this.#store.putRun(diedRun(run, stages, this.#store));
      const { observe } = this.#options.request;
      observe?.({ type: "warning", message: endedMessage(run, stages) });
      // Only now: whoever finds it gone takes the row to be complete.
      await this.#store.endedRun(run.id);
    }
  }

  #row(
    id: string,
    elapsedMs: number | null,
    outcome: "running" | RunResult["outcome"],
    stages: readonly StageResult[],
    metrics: RunResult["metrics"],
  ): StoredRun {
    const { request, pipeline, settings, part } = this.#options;
    const { params = {}, until, only, command, name = null } = request;
    const summary: RunSummary = {
      params: changedParams(pipeline, params),
      // No part of any key, so this is the one place that tells how stages were executed.
      settings: Object.fromEntries(settings),
      until: until ?? null,
      only: only ?? null,
      command: command ?? null,
      sweep: part?.sweep ?? null,
      // A collection of the store keeps what the keys of these lead to.
      stages: stages.map(pastStage),
    };
    const startedAt = this.#startedAt.toISOString();
    return {
      id,
      startedAt,
      elapsedMs,
      outcome,
      name,
      ...(this.#owner === undefined ? {} : { owner: this.#owner }),
      metrics: finite(metrics),
      summary,
    };
  }
}

function pastStage(stage: StageResult): PastStage {
  const { name, state, reasons, elapsedMs } = stage;
  return {
    name,
    state,
    key: "key" in stage ? stage.key : null,
    reasons,
    elapsedMs,
    error: "error" in stage ? stage.error : null,
    log: stage.state === "failed" ? stage.log.slice(-LOG_LINES_KEPT) : [],
  };
}

/** JSON has no other numbers. */
function finite(metrics: RunResult["metrics"]): RunResult["metrics"] {
  return Object.fromEntries(Object.entries(metrics).filter(([, value]) => Number.isFinite(value)));
}

function endedMessage({ id }: StoredRun, stages: readonly string[]): string {
  const where = stages.length === 0 ? "" : ` while it executed ${stages.join(", ")}`;
  return `Run ${id} did not finish: its process ended${where}. It was stopped or killed, or ran ` +
    "out of memory; what it had finished is kept, and this run goes on from there";
}
