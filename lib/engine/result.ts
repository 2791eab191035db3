/**
 * What the engine tells: plans, results of runs, and events while a run goes on.
 *
 * @module
 */
import type { CacheKey, Digest } from "../codec/digest.ts";
import type { StoredProgress } from "../store/store.ts";
import type { StageError } from "./errors.ts";
import type { ParamValue } from "./params.ts";
import type { Reason } from "./reason.ts";
import type { Progress } from "./stage.ts";

export type { StoredProgress } from "../store/store.ts";

/** An artifact as the store knows it. */
export interface ArtifactInfo {
  readonly digest: Digest;
  readonly sizeBytes: number;
}

/** Artifacts by output name. */
export type Artifacts = { readonly [output: string]: ArtifactInfo };

/** Where a hit comes from. */
export interface Origin {
  readonly run: string;
  /** ISO 8601, UTC. */
  readonly madeAt: string;
  readonly elapsedMs: number;
}

/** What a run would do with one stage. */
export type StagePlan =
  & { readonly name: string; readonly params: { readonly [name: string]: ParamValue } }
  & (
    | {
      readonly action: "fresh";
      readonly reasons: readonly [];
      readonly key: CacheKey;
      readonly origin: Origin;
      readonly outputs: Artifacts;
      readonly metrics: { readonly [name: string]: number };
    }
    /** `key` is known unless an upstream stage has yet to run. */
    | { readonly action: "run"; readonly reasons: readonly Reason[]; readonly key: CacheKey | null }
    /** An upstream stage will run; whether this one must is decided by what comes out. */
    | { readonly action: "may-run"; readonly reasons: readonly Reason[]; readonly key: null }
  );

/** What a run would do, in topological order. */
export interface Plan {
  readonly stages: readonly StagePlan[];
}

/** What a run did with one stage. */
export type StageResult =
  & {
    readonly name: string;
    readonly elapsedMs: number;
    readonly reasons: readonly Reason[];
    readonly params: { readonly [name: string]: ParamValue };
  }
  & (
    | {
      readonly state: "hit" | "ran" | "cut-off";
      readonly key: CacheKey;
      readonly outputs: Artifacts;
      readonly metrics: { readonly [name: string]: number };
      /** Lines that the stage logged when it ran. */
      readonly log: readonly string[];
      /** How far it had come, and when. */
      readonly progress: readonly StoredProgress[];
      readonly origin: Origin;
    }
    | {
      readonly state: "failed";
      /** `null` if the stage's code could not be bundled. */
      readonly key: CacheKey | null;
      readonly error: StageError;
      readonly log: readonly string[];
    }
    | { readonly state: "blocked"; readonly error: StageError }
  );

/** What a run did. */
export interface RunResult {
  /** Id of the run; `null` if nothing was executed, which is no run. */
  readonly run: string | null;
  readonly outcome: "ok" | "failed" | "cancelled";
  /** From its start to its end; of a run of a sweep the time in which it executed stages. */
  readonly elapsedMs: number;
  /** ISO 8601, UTC. */
  readonly finishedAt: string;
  /** In topological order. */
  readonly stages: readonly StageResult[];
  /** Headline figures of all stages that are up to date. */
  readonly metrics: { readonly [name: string]: number };
  /** Only of a run that went to its end and could not be kept. */
  readonly loss?: Loss;
}

/** Why a run could not be kept, and which stages that it had made or found are gone from the store. */
export interface Loss {
  readonly error: StageError;
  readonly stages: readonly string[];
}

/** What happens during a run, in order. */
export type RunEvent =
  | { readonly type: "run-started"; readonly stages: readonly string[] }
  /** `waiting` says that another process is executing the very same key. */
  | { readonly type: "stage-waiting"; readonly stage: string }
  | { readonly type: "stage-started"; readonly stage: string; readonly reasons: readonly Reason[] }
  | { readonly type: "stage-progress"; readonly stage: string; readonly progress: Progress }
  | { readonly type: "stage-log"; readonly stage: string; readonly line: string }
  | {
    readonly type: "stage-retry";
    readonly stage: string;
    readonly attempt: number;
    readonly message: string;
  }
  /** Something is odd but did not stop the run: a damaged object, a record set aside. */
  | { readonly type: "warning"; readonly message: string }
  | { readonly type: "stage-finished"; readonly result: StageResult };
