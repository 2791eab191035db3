/**
 * Opens the results of a pipeline in scripts: artifacts are read by edge, with the edge's type. It
 * executes no stage and writes nothing, so permission to read the project suffices.
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

/** A pipeline and its location. Every `Program` is a `Project`. */
export interface Project {
  readonly pipeline: Pipeline;
  /** `import.meta.url` of the project's `pipeline.ts`. */
  readonly module: string;
}

/** Selects the results to open: those for some params, or those of a past run. */
export type ResultsOptions =
  & {
    /** Absolute path of the store. Default: `artifacts` in the project folder. */
    readonly artifacts?: string;
  }
  & ({
    /** Params that differ from the defaults. Default: none. */
    readonly params?: ParamOverrides;
    readonly run?: undefined;
  } | {
    /** A past run: its name, the start of its id, `latest` or `latest~1`. */
    readonly run: string;
    readonly params?: undefined;
  });

/** Opened results. Artifacts that were read stay in the store until the results are disposed of. */
export class Results implements Disposable {
  readonly #engine: Engine;
  readonly #find: (edge: Edge<unknown>) => Promise<ArtifactInfo>;

  /** Call `openResults` instead. */
  constructor(engine: Engine, find: (edge: Edge<unknown>) => Promise<ArtifactInfo>) {
    this.#engine = engine;
    this.#find = find;
  }

  /**
   * Reads the artifact of an edge, such as `training.outputs.model`.
   *
   * @throws {UsageError} if the store has no such artifact yet, or the run does not exist.
   * @throws {IntegrityError} if its bytes are damaged.
   */
  async read<T>(edge: Edge<T>): Promise<T> {
    // The edge's type is that of the stage as it is now. A past run's stage may have returned another
    // type; the caller who selects that run must know it.
    return await this.#engine.read(await this.#find(edge)) as T;
  }

  [Symbol.dispose](): void {
    this.#engine[Symbol.dispose]();
  }
}

/**
 * Opens the results that the pipeline with its present code and files has for these params, or the
 * results of a past run.
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
  const find = run === undefined ? findInPlan(engine, params) : findInRun(engine, run);
  return new Results(engine, find);
}

function findInPlan(engine: Engine, params: ParamOverrides) {
  let planning: Promise<Plan> | undefined;
  return async (edge: Edge<unknown>): Promise<ArtifactInfo> =>
    artifactIn(await (planning ??= engine.plan({ params })), edge);
}

/** Looks the run up once, because `latest` may refer to another run later. */
function findInRun(engine: Engine, reference: string) {
  let finding: Promise<PastRun> | undefined;
  return async (edge: Edge<unknown>): Promise<ArtifactInfo> =>
    await artifactOfRun(engine, (await (finding ??= engine.pastRun(reference))).id, edge);
}
