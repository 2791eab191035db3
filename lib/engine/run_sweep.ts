/**
 * Runs the combinations of a sweep together: what they share is executed once, as many stages at once
 * as there are jobs, and a combination that fails stops no other.
 *
 * @module
 */
import type { Store } from "../store/store.ts";
import type { Combination } from "./check_sweep.ts";
import type { SweepRequest } from "./engine.ts";
import type { Identities, Project } from "./identity.ts";
import { compareMetric, declaredMetrics } from "./metrics.ts";
import { type RunOptions, settleRun } from "./one_run.ts";
import type { Pipeline } from "./graph.ts";
import type { RunEvent, RunResult } from "./result.ts";
import { newRunId, RunRow } from "./run_row.ts";
import { SharedWork } from "./shared_work.ts";
import { isUpToDate } from "./stage_results.ts";
import type { SweepEvent, SweepResult, SweptRun } from "./sweep.ts";
import { identifyVariants } from "./variants.ts";

/** Combinations that are looked up ahead of the slots: enough that no slot waits for a shared stage. */
const AHEAD = 64;

/** What a sweep runs on. */
export interface SweepOptions {
  readonly pipeline: Pipeline;
  readonly request: SweepRequest;
  readonly store: Store;
  readonly project: Project;
}

/** Runs all combinations. Failures of stages are in the result, not thrown. */
export async function runSweep(
  combinations: readonly Combination[],
  { pipeline, request, store, project }: SweepOptions,
): Promise<SweepResult> {
  const startedAt = performance.now();
  const { jobs = navigator.hardwareConcurrency, signal, observe = () => {}, by } = request;
  const identities = await identifyVariants(combinations.map(({ checked }) => checked), project);
  observe({ type: "sweep-started", combinations: combinations.map(({ params }) => params) });
  const shares = jobs > 1 && combinations.length > 1;
  const id = newRunId(new Date());
  const sweep = new Sweep({
    id,
    combinations,
    identities,
    store,
    project,
    signal,
    observe,
    work: new SharedWork(store, jobs, shares ? 0 : Infinity),
  });
  const runs = await sweep.runAll(Math.max(AHEAD, 2 * jobs));
  return {
    sweep: runs.some(({ run }) => run !== null) ? id : null,
    outcome: outcomeOf(runs),
    elapsedMs: performance.now() - startedAt,
    finishedAt: new Date().toISOString(),
    runs,
    best: bestOf(runs, pipeline, by),
  };
}

interface Parts {
  readonly id: string;
  readonly combinations: readonly Combination[];
  readonly identities: readonly Identities[];
  readonly store: Store;
  readonly project: Project;
  readonly signal: AbortSignal | undefined;
  readonly observe: (event: SweepEvent) => void;
  readonly work: SharedWork;
}

class Sweep {
  readonly #parts: Parts;
  #next = 0;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** Runs all, `ahead` of them at once; how many of these execute something is up to the slots. */
  async runAll(ahead: number): Promise<SweptRun[]> {
    const { combinations } = this.#parts;
    const runs: SweptRun[] = [];
    const goOn = async (): Promise<void> => {
      while (this.#next < combinations.length) {
        const place = this.#next++;
        runs[place] = await this.#run(place);
      }
    };
    await Promise.all(Array.from({ length: Math.min(ahead, combinations.length) }, goOn));
    return runs;
  }

  async #run(place: number): Promise<SweptRun> {
    const { combinations, signal, observe } = this.#parts;
    const { params } = combinations[place]!;
    const result = signal?.aborted ? notBegun() : await this.#settle(place);
    const run = { ...result, params, foundIn: foundIn(result) };
    observe({ type: "run-finished", place, run });
    return run;
  }

  async #settle(place: number): Promise<RunResult> {
    const { id, combinations, identities, store, project, signal, work } = this.#parts;
    const { overrides, checked: { nodes, params, settings, isForced } } = combinations[place]!;
    const observe = (event: RunEvent): void =>
      this.#parts.observe({ type: "run-event", place, event });
    const digits = String(combinations.length).length;
    const part = { sweep: id, id: `${id}-${String(place + 1).padStart(digits, "0")}` };
    using row = new RunRow(store, { params: overrides, observe }, part);
    const options: RunOptions = {
      nodes,
      params,
      settings,
      isForced,
      identities: identities[place]!,
      store,
      project,
      work,
      keepGoing: true,
      signal,
      observe,
    };
    return await settleRun(row, options, performance.now());
  }
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

function foundIn({ run, stages }: RunResult): string | null {
  if (run !== null) return run;
  const last = stages.at(-1);
  return last !== undefined && isUpToDate(last) ? last.origin.run : null;
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
