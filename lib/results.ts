/**
 * The results of a pipeline for scripts: opens artifacts by the edges that carry them, with their
 * types. Executes no stage and writes nothing, so that reading the project is all the right it needs.
 *
 * @module
 */
import type { Engine, ParamOverrides, PastRun } from "./engine/engine.ts";
import type { Edge, Pipeline } from "./engine/graph.ts";
import { artifactIn } from "./engine/made_artifacts.ts";
import { openEngine } from "./engine/open.ts";
import { fromFileUrl } from "./engine/paths.ts";
import type { ArtifactInfo, Plan } from "./engine/result.ts";
import { artifactOfRun } from "./engine/run_artifacts.ts";

/** A pipeline and where it lives: a `Program` is one. */
export interface Project {
  readonly pipeline: Pipeline;
  /** `import.meta.url` of the project's `pipeline.ts`. */
  readonly module: string;
}

/** Which results to open: those for some params, or those of a past run. */
export type ResultsOptions =
  & {
    /** Absolute path of the store. Default: `artifacts` in the project folder. */
    readonly artifacts?: string;
  }
  & ({
    /** Params that differ from the defaults. Default: none do. */
    readonly params?: ParamOverrides;
    readonly run?: undefined;
  } | {
    /** A past run: its name, the beginning of its id, `latest` or `latest~1`. */
    readonly run: string;
    readonly params?: undefined;
  });

/** Opened results. What is read stays in the store until they are disposed of. */
export class Results implements Disposable {
  readonly #engine: Engine;
  readonly #find: (edge: Edge<unknown>) => Promise<ArtifactInfo>;

  /** Call `openResults` instead. */
  constructor(engine: Engine, find: (edge: Edge<unknown>) => Promise<ArtifactInfo>) {
    this.#engine = engine;
    this.#find = find;
  }

  /**
   * The artifact that `edge` carries, such as `training.outputs.model`.
   *
   * @throws {UsageError} if it has yet to be made, or there is no such run.
   * @throws {IntegrityError} if its bytes are damaged.
   */
  async read<T>(edge: Edge<T>): Promise<T> {
    // What the stage gives has this type. A past run's stage may have been another one: then whoever
    // names that run knows what it made.
    return await this.#engine.read(await this.#find(edge)) as T;
  }

  [Symbol.dispose](): void {
    this.#engine[Symbol.dispose]();
  }
}

/**
 * Opens the results that the pipeline, as its code and files are now, has for these params, or those
 * of a past run.
 *
 * @example
 * ```ts
 * import { openResults } from "./results.ts";
 * import { definePipeline } from "./engine/graph.ts";
 * import { assertRejects } from "@std/assert";
 *
 * const folder = await Deno.makeTempDir();
 * const project = { pipeline: definePipeline([]), module: `file://${folder}/pipeline.ts` };
 * using results = openResults(project);
 * await assertRejects(() => results.read({ node: "train", output: "model" }), Error, "no stage");
 * ```
 */
export function openResults(
  { pipeline, module }: Project,
  { params = {}, run, artifacts }: ResultsOptions = {},
): Results {
  const root = fromFileUrl(new URL(".", module)).replace(/\/$/, "");
  const options = { pipeline, root, ...(artifacts === undefined ? {} : { artifacts }) };
  const engine = openEngine(options);
  return new Results(engine, run === undefined ? inPlan(engine, params) : inRun(engine, run));
}

function inPlan(engine: Engine, params: ParamOverrides) {
  let planning: Promise<Plan> | undefined;
  return async (edge: Edge<unknown>): Promise<ArtifactInfo> =>
    artifactIn(await (planning ??= engine.plan({ params })), edge);
}

/** The run is looked up once: `latest` may soon be another one. */
function inRun(engine: Engine, reference: string) {
  let finding: Promise<PastRun> | undefined;
  return async (edge: Edge<unknown>): Promise<ArtifactInfo> =>
    await artifactOfRun(engine, (await (finding ??= engine.pastRun(reference))).id, edge);
}
