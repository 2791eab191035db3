/**
 * The engine's door: what a pipeline can be asked. The command line is a thin layer over this.
 *
 * @module
 */
import type { Pipeline } from "./graph.ts";
import type { Collection, Limits } from "../store/gc.ts";
import type { ParamOverrides } from "./params.ts";
import type { PastRuns } from "./past_runs.ts";
import type { Reproduction } from "./reproduction.ts";
import type { Plan, RunEvent, RunResult } from "./result.ts";
import type { StoredArtifacts } from "./stored_artifacts.ts";
import type { Grid, SweepEvent, SweepResult } from "./sweep.ts";

export type { Collection, KeptForOther, RemovedArtifact, RemovedRun } from "../store/gc.ts";
export type { DamagedRow, StoreUsage } from "../store/store.ts";
export type { DamagedObject, Verification } from "../store/verify.ts";
export type { ParamOverrides } from "./params.ts";
export type { PastRun, PastStage } from "./past_run.ts";
export type { PastRuns, RunsQuery } from "./past_runs.ts";
export type { RecordedFile, RecordedInput, RecordedStage } from "./recorded_stage.ts";
export type { Grid, SweepEvent, SweepResult, SweptRun } from "./sweep.ts";
export type { StoredArtifacts } from "./stored_artifacts.ts";
export type { Difference, ReproducedStage, Reproduction } from "./reproduction.ts";

/** What to bring up to date, and how. */
export interface Request {
  readonly params?: ParamOverrides;
  /** Stages to execute even on a hit, or all. Default: none. */
  readonly force?: "all" | readonly string[];
  /** Only this stage and what it needs. */
  readonly until?: string;
  /** Only this stage; refused if something that it needs is not fresh. */
  readonly only?: string;
}

/** A request to execute. */
export interface RunRequest extends Request {
  /** Stages at once, from 1. Default: the number of processors. */
  readonly jobs?: number;
  /** Go on with what does not depend on a failed stage. Default: false. */
  readonly keepGoing?: boolean;
  /** Called for each event, synchronously. */
  readonly observe?: (event: RunEvent) => void;
  /** Asks running stages to stop; the run then ends as `cancelled`. */
  readonly signal?: AbortSignal;
  /**
   * What to call the run, if it executes anything; no run that succeeded may have this name, one that
   * did not loses it. Default: none.
   */
  readonly name?: string;
  /** What was typed to ask for it; kept with the run for people to read. */
  readonly command?: string;
}

/** What to sweep over, and how. Default of `jobs`: one more than there are processors. */
export interface SweepRequest
  extends Pick<Request, "params" | "until">, Pick<RunRequest, "jobs" | "signal" | "command"> {
  /**
   * The values of each param. Every combination is run, the last param varying fastest; with several
   * grids, every combination of each.
   */
  readonly grid: Grid | readonly Grid[];
  /**
   * The metric to compare by. The runs end with the stage that gives it, unless `until` names a later
   * one. Default: none, and every stage is run.
   */
  readonly by?: string;
  /** Called for each event, synchronously. */
  readonly observe?: (event: SweepEvent) => void;
}

/** What to execute again, and how; as in a `RunRequest`. */
export type ReproduceRequest =
  & Pick<Request, "params" | "until">
  & Pick<RunRequest, "jobs" | "observe" | "signal">;

/** A request to remove what is no longer needed. */
export interface GcRequest extends Limits {
  readonly params?: ParamOverrides;
  /** Only say what would be removed. Default: false. */
  readonly dryRun?: boolean;
  /** Called once if another process uses the store, which is waited for. */
  readonly onWait?: () => void;
}

/**
 * An opened pipeline: its graph, its files and its store. What it has looked up stays in the store
 * until it is disposed of.
 */
export interface Engine extends StoredArtifacts, PastRuns, Disposable {
  /**
   * The graph, as it was opened.
   *
   * @example
   * ```ts
   * import { definePipeline } from "./graph.ts";
   * import { openEngine } from "./open.ts";
   * import { assertEquals } from "@std/assert";
   *
   * using engine = openEngine({ pipeline: definePipeline([]), root: "/project" });
   * assertEquals(engine.pipeline.nodes, []);
   * ```
   */
  readonly pipeline: Pipeline;
  /**
   * What `run` would do and why. Changes nothing, also not the store.
   *
   * @throws {UsageError} if the request names something unknown or a param is out of bounds.
   *
   * @example
   * ```ts
   * import { definePipeline } from "./graph.ts";
   * import { openEngine } from "./open.ts";
   * import { assertEquals, assertRejects } from "@std/assert";
   *
   * const root = await Deno.makeTempDir();
   * using engine = openEngine({ pipeline: definePipeline([]), root });
   * assertEquals((await engine.plan()).stages, []);
   * await assertRejects(() => engine.plan({ until: "train" }), Error, 'no stage "train"');
   * ```
   */
  plan(request?: Request): Promise<Plan>;
  /**
   * Brings stages up to date. Failures of stages are in the result, not thrown.
   *
   * @throws {UsageError} if the request names something unknown or contradicts itself, a param or
   * `jobs` is out of bounds, or the run's name is taken; then nothing was run.
   * @throws {EnvironmentError} if the store cannot be read or written.
   *
   * @example A run that executes nothing is no run
   * ```ts
   * import { definePipeline } from "./graph.ts";
   * import { openEngine } from "./open.ts";
   * import { assertEquals } from "@std/assert";
   *
   * const root = await Deno.makeTempDir();
   * using engine = openEngine({ pipeline: definePipeline([]), root });
   * const { run, outcome } = await engine.run({ jobs: 2, keepGoing: true });
   * assertEquals([run, outcome], [null, "ok"]);
   * ```
   */
  run(request?: RunRequest): Promise<RunResult>;
  /**
   * Runs every combination of values, as many stages at once as there are jobs. What combinations
   * share is executed once; each that executes something is a run of its own. A combination that
   * fails stops no other; one that was run before, as in a sweep that was stopped, is found done.
   *
   * @throws {UsageError} if a value, a combination, the metric or a stage does not fit; then nothing
   * was run.
   * @throws {EnvironmentError} if the store cannot be read or written.
   *
   * @example
   * ```ts
   * import { connect, definePipeline } from "./graph.ts";
   * import { openEngine } from "./open.ts";
   * import { assertEquals, assertRejects } from "@std/assert";
   *
   * const guess = connect({
   *   module: import.meta.url, name: "guess", description: "guesses", inputs: {},
   *   params: { x: { type: "number", default: 0, max: 3, description: "the guess" } },
   *   outputs: { x: "the guess" }, run: () => ({ x: 0 }),
   * }, {});
   * const root = await Deno.makeTempDir();
   * using engine = openEngine({ pipeline: definePipeline([guess]), root });
   * assertEquals((await engine.sweep({ grid: [] })).runs, []);
   * await assertRejects(() => engine.sweep({ grid: { guess: { x: [3, 4] } } }), Error, "at most 3");
   * ```
   */
  sweep(request: SweepRequest): Promise<SweepResult>;
  /**
   * Executes every stage again on the inputs that were recorded, and holds what comes out against the
   * recorded artifacts, byte for byte. Where all stages are identical, executing them one after the
   * other gives the same bytes, too; where one is not, only it is named and not what depends on it.
   * Takes nothing but inputs from the store and writes nothing to it.
   *
   * @throws {UsageError} if the request is wrong, or a stage is not fresh: then there is nothing to
   * hold it against, and nothing was executed.
   *
   * @example
   * ```ts
   * import { openEngine } from "./open.ts";
   * import { definePipeline } from "./graph.ts";
   * import { assertEquals } from "@std/assert";
   *
   * const root = await Deno.makeTempDir();
   * using engine = openEngine({ pipeline: definePipeline([]), root });
   * assertEquals((await engine.reproduce()).outcome, "identical");
   * ```
   */
  reproduce(request?: ReproduceRequest): Promise<Reproduction>;
  /**
   * Removes records, objects, bundles and runs that no kept run reaches, and what was set aside.
   * What the pipeline needs with these params, as its code and files are now, always stays, and so
   * do runs that have a name, and unless the request says `all` what other pipelines on the store
   * need: all that their runs have used. Waits until no other process uses the store, and holds off those that begin.
   *
   * @throws {UsageError} if a param or a limit is out of bounds.
   * @throws {EnvironmentError} if the store cannot be written.
   *
   * @example What would go from a store that is empty
   * ```ts
   * import { definePipeline } from "./graph.ts";
   * import { openEngine } from "./open.ts";
   * import { assertEquals } from "@std/assert";
   *
   * const root = await Deno.makeTempDir();
   * using engine = openEngine({ pipeline: definePipeline([]), root });
   * const { before, after } = await engine.gc({ keepRuns: 1, dryRun: true });
   * assertEquals([before.objects, after.objects], [0, 0]);
   * ```
   */
  gc(request?: GcRequest): Promise<Collection>;
}

/** Where a pipeline lives. */
export interface EngineOptions {
  readonly pipeline: Pipeline;
  /** Absolute path of the project folder: stage modules and declared files are relative to it. */
  readonly root: string;
  /** Absolute path of the store. Default: `artifacts` in the project folder. */
  readonly artifacts?: string;
  /**
   * `import.meta.url` of the file that stands for the pipeline: by it pipelines that share a store are
   * told apart, and `gc` of one keeps what the others need for as long as their files exist. Default:
   * the program's main module, or where that is no file the project folder.
   */
  readonly module?: string;
  /** Reads every declared and source file, whatever its times say. Default: false. */
  readonly rehash?: boolean;
  /** No other process uses the store, so its file system may lack locks. Default: false. */
  readonly withoutLocks?: boolean;
}
