/**
 * The facts on two runs and their differences, beside their artifacts: the form of `diff --json`.
 *
 * @module
 */

/** Identifies a run. */
export interface RunName {
  readonly id: string;
  /** The run name; `null` without one. */
  readonly name: string | null;
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  readonly elapsedMs: number | null;
  /** The command line; `null` if it is unknown. */
  readonly command: string | null;
}

/** Two values under a name; `null` where a value is missing. */
export interface Change<T> {
  readonly name: string;
  readonly before: T | null;
  readonly after: T | null;
}

/** A metric of both runs. */
export interface MetricChange extends Change<number> {
  readonly delta: number | null;
  readonly better: "before" | "after" | null;
}

/** A file or a package that differs. */
export interface CodeChange extends Change<string> {
  readonly change: "added" | "removed" | "changed";
  readonly stages: readonly string[];
  /** Whether its part of a bundle changed; false if only types, comments or inlined constants did. */
  readonly inBundle: boolean;
}

/** A stage in one of the runs. */
export interface StageTime {
  readonly state: string;
  readonly elapsedMs: number | null;
  readonly executionMs: number | null;
}

/** Both runs and all differences. */
export interface ComparisonFacts {
  readonly before: RunName;
  readonly after: RunName;
  readonly params: readonly Change<string | number | boolean>[];
  readonly metrics: readonly MetricChange[];
  readonly code: readonly CodeChange[];
  readonly packages: readonly CodeChange[];
  readonly files: readonly Change<string>[];
  readonly hosts: readonly Change<readonly string[]>[];
  readonly runtime: Change<string>;
  readonly stages: readonly Change<StageTime>[];
}
