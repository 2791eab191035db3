/**
 * An engine that does what a test tells it, and remembers what it was asked.
 *
 * @module
 */
import { encodeArtifact } from "../../lib/codec/msgpack.ts";
import type { Value } from "../../lib/codec/value.ts";
import type { CacheKey } from "../../lib/codec/digest.ts";
import type {
  Collection,
  DamagedObject,
  DamagedRow,
  Engine,
  GcRequest,
  PastRun,
  RecordedStage,
  ReproduceRequest,
  Reproduction,
  Request,
  RunRequest,
  RunsQuery,
  SweepEvent,
  SweepRequest,
  SweepResult,
  Verification,
} from "../../lib/engine/engine.ts";
import { IntegrityError, UsageError } from "../../lib/engine/errors.ts";
import type { Pipeline } from "../../lib/engine/graph.ts";
import type {
  ArtifactInfo,
  Plan,
  RunEvent,
  RunResult,
  StagePlan,
} from "../../lib/engine/result.ts";
import { digestFor, VALUES } from "./sample_program.ts";

/** What the engine gives. */
export interface Script {
  readonly plan?: readonly StagePlan[];
  /** One result a call of `run`; the last one goes on. */
  readonly results?: readonly RunResult[];
  /** What happens in a run before its stages are finished. */
  readonly events?: readonly RunEvent[];
  /** Called in `run` and `reproduce` before they give their result. */
  readonly during?: (request: RunRequest) => void | Promise<void>;
  /** One list a call of `verify`; the last one goes on. */
  readonly damaged?: readonly (readonly DamagedObject[])[];
  /** What every call of `verify` says of rows. */
  readonly rows?: readonly DamagedRow[];
  /** How many of the objects that `verify` checks no record names. */
  readonly unnamed?: number;
  readonly reproduction?: Reproduction;
  readonly collection?: Collection;
  /** Newest first. */
  readonly runs?: readonly PastRun[];
  readonly sweep?: SweepResult;
  readonly sweepEvents?: readonly SweepEvent[];
  readonly recorded?: readonly RecordedStage[];
  /** Digests whose first reading fails. */
  readonly unreadable?: Set<string>;
}

/** A scripted engine. */
export class FakeEngine implements Engine {
  readonly pipeline: Pipeline;
  readonly #script: Script;
  /** Requests, by method, in order. */
  readonly requests: { readonly method: string; readonly request: Request | RunRequest }[] = [];
  readonly collections: GcRequest[] = [];
  readonly queries: RunsQuery[] = [];
  readonly sweeps: SweepRequest[] = [];
  reads = 0;
  isDisposed = false;
  #runs = 0;
  #verifications = 0;

  constructor(pipeline: Pipeline, script: Script) {
    this.pipeline = pipeline;
    this.#script = script;
  }

  plan(request: Request = {}): Promise<Plan> {
    this.requests.push({ method: "plan", request });
    return Promise.resolve({ stages: this.#script.plan ?? [] });
  }

  async run(request: RunRequest = {}): Promise<RunResult> {
    this.requests.push({ method: "run", request });
    const { results = [], events = [], during } = this.#script;
    const result = results[Math.min(this.#runs++, results.length - 1)];
    if (result === undefined) throw new Error("the script has no result");
    const observe = request.observe ?? (() => {});
    observe({ type: "run-started", stages: this.pipeline.nodes.map(({ name }) => name) });
    for (const event of events) observe(event);
    await during?.(request);
    for (const stage of result.stages) observe({ type: "stage-finished", result: stage });
    return result;
  }

  async sweep(request: SweepRequest): Promise<SweepResult> {
    this.sweeps.push(request);
    const { sweep, sweepEvents = [], during } = this.#script;
    if (sweep === undefined) throw new Error("the script has no sweep");
    for (const event of sweepEvents) request.observe?.(event);
    await during?.({ signal: request.signal ?? new AbortController().signal });
    sweep.runs.forEach((run, place) => request.observe?.({ type: "run-finished", place, run }));
    return sweep;
  }

  async reproduce(request: ReproduceRequest = {}): Promise<Reproduction> {
    this.requests.push({ method: "reproduce", request });
    const { reproduction, during } = this.#script;
    await during?.(request);
    if (reproduction === undefined) throw new Error("the script has no reproduction");
    return reproduction;
  }

  async read(artifact: ArtifactInfo): Promise<Value> {
    this.reads += 1;
    if (this.#script.unreadable?.delete(artifact.digest) === true) {
      throw new IntegrityError(`object ${artifact.digest} is damaged`);
    }
    return await Promise.resolve(valueOf(artifact));
  }

  readBytes(artifact: ArtifactInfo): Promise<Uint8Array<ArrayBuffer>> {
    this.reads += 1;
    return Promise.resolve(encodeArtifact(valueOf(artifact)));
  }

  verify(): Promise<Verification> {
    const { damaged = [[]], rows = [] } = this.#script;
    const found = damaged[Math.min(this.#verifications++, damaged.length - 1)]!;
    const { unnamed = 0 } = this.#script;
    return Promise.resolve({ checked: 4, unnamed, damaged: found, rows });
  }

  isHistoryLost(): Promise<boolean> {
    return Promise.resolve(false);
  }

  quarantine(damaged: readonly DamagedObject[]): Promise<void> {
    for (const { digest } of damaged) {
      this.requests.push({ method: `quarantine ${digest}`, request: {} });
    }
    return Promise.resolve();
  }

  removeRows(rows: readonly DamagedRow[]): Promise<void> {
    for (const { name } of rows) {
      this.requests.push({ method: `remove row ${name}`, request: {} });
    }
    return Promise.resolve();
  }

  gc(request: GcRequest = {}): Promise<Collection> {
    this.collections.push(request);
    const { collection } = this.#script;
    if (collection === undefined) throw new Error("the script has no collection");
    request.onWait?.();
    return Promise.resolve(collection);
  }

  runs(query: RunsQuery = {}): Promise<readonly PastRun[]> {
    this.queries.push(query);
    return Promise.resolve((this.#script.runs ?? []).slice(0, query.limit));
  }

  pastRun(reference: string): Promise<PastRun> {
    const { runs = [] } = this.#script;
    const found = reference === "latest"
      ? runs[0]
      : runs.find(({ id, name }) => [id, name].includes(reference));
    return found === undefined
      ? Promise.reject(
        new UsageError([{ subject: reference, message: `There is no run "${reference}"` }]),
      )
      : Promise.resolve(found);
  }

  async nameRun(reference: string, name: string | null): Promise<PastRun> {
    return { ...await this.pastRun(reference), name };
  }

  recorded(key: CacheKey): Promise<RecordedStage | null> {
    return Promise.resolve(this.#script.recorded?.find((stage) => stage.key === key) ?? null);
  }

  forget(damaged: readonly DamagedObject[]): void {
    for (const { digest } of damaged) {
      this.requests.push({ method: `forget ${digest}`, request: {} });
    }
  }

  [Symbol.dispose](): void {
    this.isDisposed = true;
  }
}

function valueOf({ digest }: ArtifactInfo): Value {
  const found = Object.entries(VALUES).find(([name]) => digestFor(name) === digest);
  if (found === undefined) throw new IntegrityError(`no object ${digest}`);
  return found[1];
}
