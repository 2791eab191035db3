/**
 * The results of a pipeline for scripts: opens artifacts by the edges that carry them, with their
 * types. Executes no stage and writes nothing, so that reading the project is all the right it needs.
 *
 * @module
 */
import type { Engine, ParamOverrides } from "./engine/engine.ts";
import type { Edge, Pipeline } from "./engine/graph.ts";
import { artifactIn } from "./engine/made_artifacts.ts";
import { openEngine } from "./engine/open.ts";
import { fromFileUrl } from "./engine/paths.ts";
import type { Plan } from "./engine/result.ts";

/** A pipeline and where it lives: a `Program` is one. */
export interface Project {
  readonly pipeline: Pipeline;
  /** `import.meta.url` of the project's `pipeline.ts`. */
  readonly module: string;
}

/** Which results to open. */
export interface ResultsOptions {
  /** Params that differ from the defaults. Default: none do. */
  readonly params?: ParamOverrides;
  /** Absolute path of the store. Default: `artifacts` in the project folder. */
  readonly artifacts?: string;
}

/** Opened results. What is read stays in the store until they are disposed of. */
export class Results implements Disposable {
  readonly #engine: Engine;
  readonly #params: ParamOverrides;
  #plan: Promise<Plan> | undefined;

  /** Call `openResults` instead. */
  constructor(engine: Engine, params: ParamOverrides) {
    this.#engine = engine;
    this.#params = params;
  }

  /**
   * The artifact that `edge` carries, such as `training.outputs.model`.
   *
   * @throws {UsageError} if it has yet to be made.
   * @throws {IntegrityError} if its bytes are damaged.
   */
  async read<T>(edge: Edge<T>): Promise<T> {
    const plan = await (this.#plan ??= this.#engine.plan({ params: this.#params }));
    // The stage has outputs of this type, and an artifact is fresh only if this very code made it.
    return await this.#engine.read(artifactIn(plan, edge)) as T;
  }

  [Symbol.dispose](): void {
    this.#engine[Symbol.dispose]();
  }
}

/**
 * Opens the results that the pipeline, as its code and files are now, has for these params.
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
  { params = {}, artifacts }: ResultsOptions = {},
): Results {
  const root = fromFileUrl(new URL(".", module)).replace(/\/$/, "");
  const options = { pipeline, root, ...(artifacts === undefined ? {} : { artifacts }) };
  return new Results(openEngine(options), params);
}
