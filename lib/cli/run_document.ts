/**
 * A run as a JSON document.
 *
 * @module
 */
import type { StageError } from "../engine/errors.ts";
import type { Reason } from "../engine/reason.ts";
import type { Artifacts, Loss, RunResult, StageResult } from "../engine/result.ts";
import type { ParamValue } from "../engine/params.ts";

/** A stage in `run/1`. */
export interface StageDocument {
  readonly name: string;
  readonly state: StageResult["state"];
  /** `null` for a blocked stage. */
  readonly key: string | null;
  readonly elapsedMs: number;
  readonly reasons: readonly Reason[];
  readonly params: { readonly [name: string]: ParamValue };
  readonly outputs: Artifacts;
  /** Only of a failed or blocked stage. */
  readonly error?: StageError;
}

/** What `run --json` prints. */
export interface RunDocument {
  readonly schema: "run/1";
  readonly run: string | null;
  readonly outcome: RunResult["outcome"];
  readonly finishedAt: string;
  readonly elapsedMs: number;
  readonly stages: readonly StageDocument[];
  readonly metrics: { readonly [name: string]: number };
  /** Path of the report; `null` if this run has none. */
  readonly report: string | null;
  /** Only of a run that could not be kept. */
  readonly loss?: Loss;
}

/** The document of a run. */
export function runDocument(result: RunResult, report: string | null): RunDocument {
  const { run, outcome, finishedAt, elapsedMs, stages, metrics, loss } = result;
  return {
    schema: "run/1",
    run,
    outcome,
    finishedAt,
    elapsedMs,
    stages: stages.map(stageDocument),
    metrics,
    report,
    ...(loss === undefined ? {} : { loss }),
  };
}

function stageDocument(stage: StageResult): StageDocument {
  const { name, state, elapsedMs, reasons, params } = stage;
  return {
    name,
    state,
    key: stage.state === "blocked" ? null : stage.key,
    elapsedMs,
    reasons,
    params,
    outputs: "outputs" in stage ? stage.outputs : {},
    ...("error" in stage ? { error: stage.error } : {}),
  };
}
