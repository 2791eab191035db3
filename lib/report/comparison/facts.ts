/**
 * What is known of the difference between two runs beside their artifacts, as `diff --json` tells it.
 *
 * @module
 */

/** Which run it is. */
export interface RunName {
  readonly id: string;
  /** What a person calls it. */
  readonly name: string | null;
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  readonly elapsedMs: number | null;
  /** What was typed, where that is known. */
  readonly command: string | null;
}

/** Two values under a name; `null` where there is none. */
export interface Change<T> {
  readonly name: string;
  readonly before: T | null;
  readonly after: T | null;
}

/** A headline figure. */
export interface MetricChange extends Change<number> {
  readonly delta: number | null;
  readonly better: "before" | "after" | null;
}

/** A file or a package. */
export interface CodeChange extends Change<string> {
  readonly change: "added" | "removed" | "changed";
  readonly stages: readonly string[];
  /** Not of types, comments and constants that the bundler put elsewhere. */
  readonly inBundle: boolean;
}

/** A stage in one of the runs. */
export interface StageTime {
  readonly state: string;
  readonly elapsedMs: number | null;
  readonly executionMs: number | null;
}

/** All that differs. */
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
