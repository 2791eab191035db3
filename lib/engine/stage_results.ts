/**
 * What a run says of a stage, made of what it found out.
 *
 * @module
 */
import type { CacheKey } from "../codec/digest.ts";
import type { StageRecord } from "../store/store.ts";
import { BundleError, failureKind, IntegrityError, StageFailure } from "./errors.ts";
import type { AnyParams, Edge } from "./graph.ts";
import { artifactsOf, originOf } from "./planner.ts";
import type { Reason } from "./reason.ts";
import type { ArtifactInfo, StageResult } from "./result.ts";
import { sourceLocation } from "./source_location.ts";

/** A stage whose artifacts may be used. */
export type UpToDate = Extract<StageResult, { state: "hit" | "ran" | "cut-off" }>;

/** Whether a stage's artifacts may be used. */
export function isUpToDate(result: StageResult): result is UpToDate {
  return result.state === "hit" || result.state === "ran" || result.state === "cut-off";
}

/**
 * The artifact at an edge.
 *
 * @throws {IntegrityError} if the stage has none there.
 */
export function artifactAt(result: StageResult, { output }: Edge<unknown>): ArtifactInfo {
  const found = isUpToDate(result) ? result.outputs[output] : undefined;
  if (found !== undefined) return found;
  throw new IntegrityError(`The record of stage "${result.name}" has no output "${output}"`);
}

/** The result of a stage that has a record. */
export function upToDate(
  state: UpToDate["state"],
  record: StageRecord,
  params: AnyParams,
  reasons: readonly Reason[] = [],
): UpToDate {
  return {
    name: record.stage,
    params,
    state,
    key: record.key,
    reasons,
    elapsedMs: state === "ran" ? record.elapsedMs : 0,
    outputs: artifactsOf(record),
    metrics: record.metrics,
    log: record.log,
    progress: record.progress,
    origin: originOf(record),
  };
}

/** What is known of a stage that failed. */
export interface Failure {
  readonly name: string;
  readonly params: AnyParams;
  readonly key: CacheKey | null;
  readonly reasons: readonly Reason[];
  readonly elapsedMs: number;
  readonly log: readonly string[];
}

/** The result of a stage that failed. `root` is the project's folder. */
export function failed(
  failure: Failure,
  error: unknown,
  root: string,
): Extract<StageResult, { state: "failed" }> {
  const cause = error instanceof Error && error.cause !== undefined ? error.cause : null;
  return {
    ...failure,
    state: "failed",
    error: {
      kind: failureKind(error),
      message: messageOf(error),
      at: placeOf(error, root),
      cause: cause === null ? null : messageOf(cause),
    },
  };
}

/** The result of a stage that was not executed because another one failed. */
export function blocked(name: string, params: AnyParams, by: string): StageResult {
  return {
    name,
    params,
    state: "blocked",
    reasons: [],
    elapsedMs: 0,
    error: {
      kind: "blocked",
      message: `Stage "${name}" was not executed because stage "${by}" failed`,
      at: null,
      cause: by,
    },
  };
}

/** Errors of the engine itself stand in its sources, which says nothing of the stage. */
function placeOf(error: unknown, root: string): string | null {
  if (error instanceof BundleError) return error.at;
  return error instanceof StageFailure ? sourceLocation(error, root) : null;
}

/** An error's message; the text of anything else that was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
