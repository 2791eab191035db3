/**
 * A sweep as a JSON document, its combinations in the order of the table: the best first.
 *
 * @module
 */
import type { ParamOverrides, SweepResult, SweptRun } from "../engine/engine.ts";
import type { StageError } from "../engine/errors.ts";
import { compareMetric, type DeclaredMetric } from "../engine/metrics.ts";
import { errorOf, timeOf } from "./swept_run.ts";

/** A combination in `sweep/1`. */
export interface CombinationDocument {
  /** The values of the swept params, by stage. */
  readonly params: ParamOverrides;
  readonly best: boolean;
  readonly outcome: SweptRun["outcome"];
  /** The run in which to find it; `null` if there is none. */
  readonly run: string | null;
  /** Stages that this sweep executed for it. */
  readonly executed: readonly string[];
  /** Time that its last stage took, in this sweep or before; `null` if it failed. */
  readonly elapsedMs: number | null;
  readonly metrics: { readonly [name: string]: number };
  readonly error: StageError | null;
}

/** What `sweep --json` prints. */
export interface SweepDocument {
  readonly schema: "sweep/1";
  readonly sweep: string | null;
  readonly outcome: SweepResult["outcome"];
  readonly finishedAt: string;
  readonly elapsedMs: number;
  readonly by: string | null;
  readonly better: "lower" | "higher" | null;
  readonly combinations: readonly CombinationDocument[];
  /** Path of the page; `null` if none was asked for, or it could not be written. */
  readonly html: string | null;
}

/** The document of a sweep. */
export function sweepDocument(
  { sweep, outcome, finishedAt, elapsedMs, runs, best }: SweepResult,
  metric: DeclaredMetric | null,
  html: string | null,
): SweepDocument {
  const bestRun = best === null ? undefined : runs[best];
  return {
    schema: "sweep/1",
    sweep,
    outcome,
    finishedAt,
    elapsedMs,
    by: metric?.name ?? null,
    better: metric?.better ?? null,
    combinations: ranked(runs, metric).map((run) => combination(run, run === bestRun)),
    html,
  };
}

/** The best first; in the order of the grid without a metric and where values are equal or missing. */
export function ranked(runs: readonly SweptRun[], metric: DeclaredMetric | null): SweptRun[] {
  if (metric === null) return [...runs];
  const { name, better } = metric;
  return runs.toSorted((a, b) => compareMetric(better, a.metrics[name], b.metrics[name]));
}

function combination(run: SweptRun, best: boolean): CombinationDocument {
  const { params, outcome, foundIn, stages, metrics } = run;
  return {
    params,
    best,
    outcome,
    run: foundIn,
    executed: stages.filter(({ state }) => state === "ran").map(({ name }) => name),
    elapsedMs: timeOf(run),
    metrics,
    error: errorOf(run),
  };
}
