/**
 * What is known of a sweep beside its artifacts, as `sweep --json` tells it.
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
  /** The run in which to find it; `null` if there is none. */
  readonly run: string | null;
  readonly elapsedMs: number | null;
  readonly metrics: { readonly [name: string]: number };
  readonly error: { readonly message: string } | null;
}

/** A headline figure. */
export interface MetricFacts {
  readonly name: string;
  readonly description: string;
  readonly better: "lower" | "higher";
  readonly judges?: boolean;
}

/** A sweep. */
export interface SweepFacts {
  /** `null` if everything was found done. */
  readonly sweep: string | null;
  /** ISO 8601, UTC. */
  readonly finishedAt: string;
  readonly elapsedMs: number;
  /** The metric that combinations are compared by; `null` without one. */
  readonly by: string | null;
  /** The best first. */
  readonly combinations: readonly Combination[];
  /** What the pipeline measures, in its order. */
  readonly metrics: readonly MetricFacts[];
  /** What was typed. */
  readonly command: string;
  /** What to type to run the best as a whole; `null` if none is. */
  readonly bestCommand: string | null;
}
