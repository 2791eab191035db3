/**
 * Runs the combinations of a sweep together: what they share is executed once, as many stages at once
 * as there are jobs, and a combination that fails stops no other.
 *
 * @module
 */
import type { StageRecord, Store } from "../store/store.ts";
import { type Combination, untilOf } from "./check_sweep.ts";
import type { RunRequest, SweepRequest } from "./engine.ts";
import type { Identities, Project } from "./identity.ts";
import { compareMetric, declaredMetrics } from "./metrics.ts";
import { type RunOptions, settleRun } from "./one_run.ts";
import type { Pipeline } from "./graph.ts";
import { checkJobs } from "./request.ts";
import type { RunEvent, RunResult } from "./result.ts";
import { newRunId, RunRow } from "./run_row.ts";
import { SharedWork } from "./shared_work.ts";
import { isUpToDate } from "./stage_results.ts";
import type { SweepResult, SweptRun } from "./sweep.ts";
import { identifyVariants } from "./variants.ts";

/** While a stage's outputs and rows are being synced, another one computes. */
const STAGES_AT_THE_DISK = 1;

/** Combinations that are looked up ahead of the slots: enough that no slot waits for a shared stage. */
const AHEAD = 64;

/** What a sweep runs on. */
export interface SweepOptions {
  readonly pipeline: Pipeline;
  /** Gives the file that stands for the pipeline, relative to the store. */
  readonly owner: () => Promise<string>;
  readonly request: SweepRequest;
  readonly store: Store;
  readonly project: Project;
}

/**
 * Runs all combinations. Failures of stages are in the result, not thrown.
 *
 * @throws {UsageError} if `jobs` is out of bounds; then nothing was run.
 */
export async function runSweep(
  combinations: readonly Combination[],
  options: SweepOptions,
): Promise<SweepResult> {
  const startedAt = performance.now();
  const { pipeline, request, store, project } = options;
  const { observe = () => {}, by } = request;
  const asked = checkJobs(request.jobs ?? navigator.hardwareConcurrency + STAGES_AT_THE_DISK);
  const stages = combinations.reduce((sum, { checked }) => sum + checked.nodes.length, 0);
  const jobs = Math.min(asked, stages);
  const identities = await identifyVariants(combinations.map(({ checked }) => checked), project);
  observe({ type: "sweep-started", combinations: combinations.map(({ params }) => params) });
  const areTogether = jobs > 1 && combinations.length > 1;
  const work = new SharedWork(store, jobs, areTogether ? 0 : Infinity);
  const sweep = new Sweep(combinations, identities, work, {
    ...options,
    project: { ...project, recordsOf: earlierRecords(store) },
  });
  const runs = await sweep.runAll(Math.max(AHEAD, 2 * jobs));
  return {
    sweep: runs.some(({ run }) => run !== null) ? sweep.id : null,
    outcome: outcomeOf(runs),
    elapsedMs: performance.now() - startedAt,
    finishedAt: new Date().toISOString(),
    runs,
    best: bestOf(runs, pipeline, by),
  };
}

class Sweep {
  readonly id = newRunId(new Date());
  readonly #combinations: readonly Combination[];
  readonly #identities: readonly Identities[];
  readonly #work: SharedWork;
  readonly #options: SweepOptions;
  #next = 0;

  constructor(
    combinations: readonly Combination[],
    identities: readonly Identities[],
    work: SharedWork,
    options: SweepOptions,
  ) {
    this.#combinations = combinations;
    this.#identities = identities;
    this.#work = work;
    this.#options = options;
  }

  /** Runs all, `ahead` of them at once; how many of these execute something is up to the slots. */
  async runAll(ahead: number): Promise<SweptRun[]> {
    const total = this.#combinations.length;
    const runs: SweptRun[] = [];
    const goOn = async (): Promise<void> => {
      while (this.#next < total) {
        const place = this.#next++;
        runs[place] = await this.#run(place);
      }
    };
    await Promise.all(Array.from({ length: Math.min(ahead, total) }, goOn));
    return runs;
  }

  async #run(place: number): Promise<SweptRun> {
    const { signal, observe } = this.#options.request;
    const { params } = this.#combinations[place]!;
    const result = signal?.aborted ? notBegun() : await this.#settle(place);
    const run = { ...result, params, foundIn: await foundIn(result, this.#options.store) };
    observe?.({ type: "run-finished", place, run });
    return run;
  }

  async #settle(place: number): Promise<RunResult> {
    const { pipeline, owner, request, store, project } = this.#options;
    const { overrides, checked: { nodes, params, settings, isForced } } = this
      .#combinations[place]!;
    const observe = (event: RunEvent): void =>
      request.observe?.({ type: "run-event", place, event });
    using row = new RunRow({
      store,
      request: { ...rowRequest(pipeline, request), params: overrides, observe },
      settings,
      pipeline,
      owner,
      part: { sweep: this.id, id: `${this.id}-${this.#numberOf(place)}` },
    });
    const options: RunOptions = {
      nodes,
      params,
      settings,
      isForced,
      identities: this.#identities[place]!,
      store,
      project,
      work: this.#work,
      rank: place,
      keepGoing: true,
      signal: request.signal,
      observe,
    };
    return await settleRun(row, options, () => row.busyMs);
  }

  /** From 1, as wide as that of the last. */
  #numberOf(place: number): string {
    const { length } = String(this.#combinations.length);
    return String(place + 1).padStart(length, "0");
  }
}

function rowRequest(
  pipeline: Pipeline,
  request: SweepRequest,
): Pick<RunRequest, "until" | "command"> {
  const until = untilOf(pipeline, request);
  const { command } = request;
  return {
    ...(until === undefined ? {} : { until }),
    ...(command === undefined ? {} : { command }),
  };
}

/**
 * Records as they were when they were first asked for. So the reasons to run a combination are told
 * against what was there before the sweep, and records are read once for all combinations.
 */
function earlierRecords(store: Store): Store["recordsOf"] {
  const known = new Map<string, StageRecord[]>();
  return (stage, limit) => {
    const records = known.get(stage) ?? store.recordsOf(stage, limit);
    known.set(stage, records);
    return records;
  };
}

/** The result of a run that was stopped before it began. */
function notBegun(): RunResult {
  return {
    run: null,
    outcome: "cancelled",
    elapsedMs: 0,
    finishedAt: new Date().toISOString(),
    stages: [],
    metrics: {},
  };
}

/** What an earlier run made may be there while the run itself is no longer kept. */
async function foundIn({ run, stages }: RunResult, store: Store): Promise<string | null> {
  if (run !== null) return run;
  const last = stages.at(-1);
  if (last === undefined || !isUpToDate(last)) return null;
  return (await store.history()).has(last.origin.run) ? last.origin.run : null;
}

function outcomeOf(runs: readonly SweptRun[]): SweepResult["outcome"] {
  const outcomes = new Set(runs.map(({ outcome }) => outcome));
  if (outcomes.has("cancelled")) return "cancelled";
  return outcomes.has("failed") ? "failed" : "ok";
}

function bestOf(
  runs: readonly SweptRun[],
  pipeline: Pipeline,
  by: string | undefined,
): number | null {
  const metric = declaredMetrics(pipeline).find(({ name }) => name === by);
  if (metric === undefined) return null;
  const [best] = runs
    .map(({ metrics }, place) => ({ place, value: metrics[metric.name] }))
    .filter(({ value }) => value !== undefined && !Number.isNaN(value))
    .toSorted((a, b) => compareMetric(metric.better, a.value, b.value));
  return best?.place ?? null;
}
