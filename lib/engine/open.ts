/**
 * Opens a pipeline with its store.
 *
 * @module
 */
import type { CacheKey } from "../codec/digest.ts";
import type { Value } from "../codec/value.ts";
import { localFileSystem, lonelyFileSystem } from "../store/local_file_system.ts";
import { LocalStore } from "../store/local_store.ts";
import type { Store } from "../store/store.ts";
import { CodeDigests } from "./code/code_digests.ts";
import type {
  Collection,
  DamagedObject,
  DamagedRow,
  Engine,
  EngineOptions,
  GcRequest,
  PastRun,
  RecordedStage,
  ReproduceRequest,
  Reproduction,
  Request,
  RunRequest,
  RunsQuery,
  SweepRequest,
  Verification,
} from "./engine.ts";
import { EnvironmentError, IntegrityError, UsageError } from "./errors.ts";
import { FileDigests, isTrueMemo } from "./file_digests.ts";
import type { Pipeline } from "./graph.ts";
import { identifyAll, type Identities, type Project } from "./identity.ts";
import { makePlan } from "./planner.ts";
import { type CheckedRequest, checkJobs, checkRequest } from "./request.ts";
import { RunRow } from "./run_row.ts";
import { settleRun } from "./one_run.ts";
import type { ArtifactInfo, Plan, RunResult } from "./result.ts";
import { SharedWork } from "./shared_work.ts";
import type { SweepResult } from "./sweep.ts";

/**
 * Opens a pipeline. Reads nothing yet, and writes nothing before a stage is executed.
 *
 * @throws {UsageError} with all problems of the graph, if it has any.
 *
 * @example A pipeline without stages has nothing to do
 * ```ts
 * import { openEngine } from "./open.ts";
 * import { definePipeline } from "./graph.ts";
 * import { assertEquals } from "@std/assert";
 *
 * const root = await Deno.makeTempDir();
 * using engine = openEngine({ pipeline: definePipeline([]), root });
 * assertEquals(await engine.plan(), { stages: [] });
 * ```
 */
export function openEngine(options: EngineOptions, store?: Store): Engine {
  const { pipeline, root, artifacts = `${root}/artifacts`, withoutLocks: isAlone = false } =
    options;
  if (pipeline.problems.length > 0) throw new UsageError(pipeline.problems);
  const files = isAlone ? lonelyFileSystem : localFileSystem;
  return new LocalEngine(options, store ?? new LocalStore(artifacts, files, isAlone));
}

class LocalEngine implements Engine {
  readonly pipeline: Pipeline;
  readonly #root: string;
  readonly #module: string | undefined;
  readonly #rehash: boolean;
  readonly #store: Store;

  constructor({ pipeline, root, module, rehash = false }: EngineOptions, store: Store) {
    this.pipeline = pipeline;
    this.#root = root;
    this.#module = module;
    this.#rehash = rehash;
    this.#store = store;
  }

  /** Whose runs these are. Loaded when something is executed: a run of hits is nobody's. */
  readonly #owner = async (): Promise<string> => {
    const { ownerIn, pipelineFile } = await import("./owner.ts");
    return ownerIn(this.#store.folder, pipelineFile(this.#module, this.#root));
  };

  async plan(request: Request = {}): Promise<Plan> {
    const checked = checkRequest(this.pipeline, request);
    await this.#store.use();
    using project = this.#openProject();
    const identities = await identifyAll(checked.nodes, checked.params, project);
    return await makePlan(identities, checked, this.#store, project);
  }

  async run(request: RunRequest = {}): Promise<RunResult> {
    const startedAt = performance.now();
    const checked = checkRequest(this.pipeline, request);
    const jobs = checkJobs(request.jobs);
    await this.#store.use();
    if (request.name !== undefined) {
      const { refuseName } = await import("./history.ts");
      await refuseName(this.#store, request.name, null);
    }
    using project = this.#openProject();
    const identities = await identifyAll(checked.nodes, checked.params, project);
    if (checked.only !== null) await this.#refuseStaleInputs(identities, checked, project);

    const observe = request.observe ?? (() => {});
    observe({ type: "run-started", stages: [...identities.keys()] });
    const { settings } = checked;
    const { pipeline } = this;
    const owner = this.#owner;
    using row = new RunRow({ store: this.#store, request, settings, pipeline, owner });
    const result = await settleRun(row, {
      nodes: checked.nodes,
      params: checked.params,
      settings,
      identities,
      isForced: checked.isForced,
      store: this.#store,
      project,
      work: new SharedWork(this.#store, Math.min(jobs, checked.nodes.length)),
      keepGoing: request.keepGoing ?? false,
      signal: request.signal,
      observe,
    }, () => performance.now() - startedAt);
    await this.#remember(project);
    return result;
  }

  async sweep(request: SweepRequest): Promise<SweepResult> {
    const { checkSweep } = await import("./check_sweep.ts");
    const combinations = checkSweep(this.pipeline, request);
    await this.#store.use();
    using project = this.#openProject();
    const { runSweep } = await import("./run_sweep.ts");
    const { pipeline } = this;
    const options = { pipeline, owner: this.#owner, request, store: this.#store, project };
    const result = await runSweep(combinations, options);
    await this.#remember(project);
    return result;
  }

  async reproduce(request: ReproduceRequest = {}): Promise<Reproduction> {
    const checked = checkRequest(this.pipeline, request);
    const jobs = checkJobs(request.jobs);
    await this.#store.use();
    using project = this.#openProject();
    const identities = await identifyAll(checked.nodes, checked.params, project);
    const plan = await makePlan(identities, checked, this.#store, project);
    const { reproduceAll } = await import("./reproduce.ts");
    return await reproduceAll({
      plan,
      identities,
      settings: checked.settings,
      store: this.#store,
      project,
      jobs,
      signal: request.signal,
      observe: request.observe ?? (() => {}),
    });
  }

  async read(artifact: ArtifactInfo): Promise<Value> {
    const { decodeArtifact } = await import("../codec/msgpack.ts");
    return decodeArtifact(await this.readBytes(artifact));
  }

  async readBytes({ digest }: ArtifactInfo): Promise<Uint8Array<ArrayBuffer>> {
    await this.#store.use();
    try {
      return await this.#store.readObject(digest);
    } catch (error) {
      if (error instanceof IntegrityError) {
        await this.#store.quarantineObject(digest).catch(() => {});
      }
      throw error;
    }
  }

  async verify(): Promise<Verification> {
    await this.#store.use();
    const { verifyStore } = await import("../store/verify.ts");
    return await verifyStore(this.#store, (memo) => isTrueMemo(this.#root, memo));
  }

  async isHistoryLost(): Promise<boolean> {
    return await this.#store.isHistoryLost();
  }

  async quarantine(damaged: readonly DamagedObject[]): Promise<void> {
    if (damaged.length === 0) return;
    await this.#store.prepareForWriting();
    const { isWhole } = await import("../store/verify.ts");
    for (const { digest } of damaged) {
      if (!await isWhole(this.#store, digest)) await this.#store.quarantineObject(digest);
    }
  }

  async removeRows(rows: readonly DamagedRow[]): Promise<void> {
    if (rows.length === 0) return;
    await this.#store.prepareForWriting();
    this.#store.removeRows(rows);
  }

  forget(damaged: readonly DamagedObject[]): void {
    const gone = new Set(damaged.map(({ digest }) => digest));
    const records = this.#store.allRecords().filter(({ outputs }) =>
      outputs.some(({ digest }) => gone.has(digest))
    );
    if (records.length > 0) this.#store.forgetRecords(records.map(({ key }) => key));
  }

  async gc(request: GcRequest = {}): Promise<Collection> {
    const checked = checkRequest(this.pipeline, { params: request.params ?? {} });
    const { collectStore } = await import("./collect.ts");
    const options = { pipeline: this.pipeline, owner: await this.#owner(), store: this.#store };
    return await collectStore(checked, request, options, () => this.#openProject());
  }

  async runs(query: RunsQuery = {}): Promise<PastRun[]> {
    await this.#store.use();
    return await (await import("./history.ts")).listRuns(this.#store, this.pipeline, query);
  }

  async pastRun(reference: string): Promise<PastRun> {
    await this.#store.use();
    return await (await import("./history.ts")).readRun(this.#store, reference);
  }

  async nameRun(reference: string, name: string | null): Promise<PastRun> {
    await this.#store.use();
    return await (await import("./history.ts")).nameRun(this.#store, reference, name);
  }

  async recorded(key: CacheKey): Promise<RecordedStage | null> {
    await this.#store.use();
    return (await import("./read_record.ts")).recordedStage(this.#store, key);
  }

  [Symbol.dispose](): void {
    this.#store[Symbol.dispose]();
  }

  #openProject(): Project {
    // A map with scopes may lead imports elsewhere where only bundling shows it.
    const memos = this.#rehash ? { files: new Map(), code: new Map() } : this.#store.memos();
    const files = new FileDigests(this.#root, memos.files);
    const code = new CodeDigests(this.#root, files, this.#store, memos.code);
    return { root: this.#root, files, code, [Symbol.dispose]: () => code[Symbol.dispose]() };
  }

  async #refuseStaleInputs(
    identities: Identities,
    checked: CheckedRequest,
    project: Project,
  ): Promise<void> {
    const { stages } = await makePlan(identities, checked, this.#store, project);
    const stale = stages.filter(({ name, action }) => name !== checked.only && action !== "fresh");
    if (stale.length === 0) return;
    throw new UsageError(stale.map(({ name }) => ({
      subject: name,
      message: `Stage "${checked.only}" needs stage "${name}", which is not fresh; ` +
        `use --until ${checked.only} to bring both up to date`,
    })));
  }

  /** The memo saves time and decides nothing: where it cannot be written, the next run reads files. */
  async #remember(project: Project): Promise<void> {
    const files = project.files.learned();
    const code = project.code.learned();
    if (files.length === 0 && code.size === 0) return;
    try {
      for (const bundle of project.code.built()) this.#store.putBundle(bundle);
      this.#store.putMemos(files, code);
      const surplus = project.files.surplus();
      if (surplus.length === 0) return;
      const { staleMemos } = await import("./stale_memos.ts");
      this.#store.forgetMemos(staleMemos(surplus, new Map(), this.#root));
    } catch (error) {
      if (!(error instanceof EnvironmentError)) throw error;
    }
  }
}
