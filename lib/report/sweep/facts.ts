/**
 * The facts of a sweep beside its artifacts: the form of `sweep --json`.
 *
 * @module
 */

/** A value of a param. */
export type ParamValue = string | number | boolean;

/** One combination. */
export interface Combination {
  /** The values of the swept params, by stage. */
  readonly params: { readonly [stage: string]: { readonly [param: string]: ParamValue } };
  readonly best: boolean;
  readonly outcome: "ok" | "failed" | "cancelled";
  /** The run of the combination; `null` if there is none. */
  readonly run: string | null;
  readonly elapsedMs: number | null;
  readonly metrics: { readonly [name: string]: number };
  readonly error: { readonly message: string } | null;
}

/** A metric. */
export interface MetricFacts {
  readonly name: string;
  readonly description: string;
  readonly better: "lower" | "higher";
  readonly judges?: boolean;
}

/** A sweep. */
export interface SweepFacts {
  /** Id of the sweep; `null` if all combinations were up to date. */
  readonly sweep: string | null;
  /** ISO 8601, UTC. */
  readonly finishedAt: string;
  readonly elapsedMs: number;
  /** The metric that combinations are compared by; `null` without one. */
  readonly by: string | null;
  /** The best first. */
  readonly combinations: readonly Combination[];
  /** Metrics of the pipeline, in its order. */
  readonly metrics: readonly MetricFacts[];
  /** The command line of the sweep. */
  readonly command: string;
  /** The command that runs the best combination completely; `null` if no combination is best. */
  readonly bestCommand: string | null;
}
