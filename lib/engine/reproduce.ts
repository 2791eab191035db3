/**
 * Executes stages again, apart from the cache: each on the inputs that its record names, so that a
 * stage that is not reproducible is told from those that only read what it made. Nothing is written.
 *
 * @module
 */
import type { Digest } from "../codec/digest.ts";
import type { StageRecord, Store } from "../store/store.ts";
import { DamagedInput } from "./damaged_input.ts";
import { firstDifference } from "./difference.ts";
import { CancelledError, IntegrityError, UsageError } from "./errors.ts";
import { executeStage, type ExecutionStore } from "./execute_stage.ts";
import type { AnyParams } from "./graph.ts";
import type { Identities, Identity, Project } from "./identity.ts";
import { assureOpenFiles } from "./open_files.ts";
import type { ReproducedOutput, ReproducedStage, Reproduction } from "./reproduction.ts";
import type { Artifacts, Plan, RunEvent, StagePlan } from "./result.ts";
import { Slots } from "./slots.ts";
import { artifactsOf } from "./planner.ts";
import { failed, upToDate } from "./stage_results.ts";
import { tell } from "./tell.ts";
import { causesOfDifference, causesOfFailure } from "./unfenced.ts";

/** What an execution for comparison is given. */
export interface ReproduceOptions {
  readonly plan: Plan;
  readonly identities: Identities;
  readonly settings: ReadonlyMap<string, AnyParams>;
  readonly store: Store;
  readonly project: Project;
  readonly jobs: number;
  readonly signal: AbortSignal | undefined;
  readonly observe: (event: RunEvent) => void;
}

type Fresh = Extract<StagePlan, { readonly action: "fresh" }>;

/**
 * Executes every stage of the plan and compares.
 *
 * @throws {UsageError} naming every stage that is not fresh; nothing was executed then.
 */
export async function reproduceAll(options: ReproduceOptions): Promise<Reproduction> {
  const startedAt = performance.now();
  const { plan, identities, settings, signal, observe } = options;
  const recorded = freshStages(plan);
  const nodes = (await Promise.all(identities.values())).map(({ node }) => node);
  const jobs = Math.min(options.jobs, nodes.length);
  assureOpenFiles(nodes, settings, { jobs, maxThreads: Infinity });
  observe({ type: "run-started", stages: recorded.map(({ name }) => name) });
  const slots = new Slots(jobs);
  const settling = recorded.map((stage) =>
    slots.use(() => reproduceStage(stage, recorded, options))
  );
  const stages = await Promise.all(settling);
  const isCancelled = signal?.aborted === true && stages.some(({ state }) => state === "failed");
  return {
    outcome: isCancelled ? "cancelled" : worstOf(stages),
    elapsedMs: performance.now() - startedAt,
    stages,
  };
}

function worstOf(stages: readonly ReproducedStage[]): Reproduction["outcome"] {
  const states = new Set(stages.map(({ state }) => state));
  if (states.has("failed")) return "failed";
  return states.has("different") ? "different" : "identical";
}

function freshStages({ stages }: Plan): Fresh[] {
  const stale = stages.filter(({ action }) => action !== "fresh");
  if (stale.length === 0) return stages.filter((stage) => stage.action === "fresh");
  throw new UsageError(stale.map(({ name }) => ({
    subject: name,
    message: `Stage "${name}" is not fresh, so there is nothing to hold it against; ` +
      `bring it up to date with "run" and the same params first`,
  })));
}

async function reproduceStage(
  stage: Fresh,
  recorded: readonly Fresh[],
  { identities, settings, store, project, signal, observe }: ReproduceOptions,
): Promise<ReproducedStage> {
  const { name, params, key } = stage;
  const startedAt = performance.now();
  const log: string[] = [];
  const reasons = [{ kind: "forced", subject: name }] as const;
  try {
    if (signal?.aborted) throw new CancelledError(name);
    const identity = await identities.get(name)!;
    observe({ type: "stage-started", stage: name, reasons });
    const kept = new KeptOutputs(store, stage.outputs);
    const execution = {
      identity,
      key,
      inputs: recordedInputs(identity, recorded),
      settings: settings.get(name) ?? {},
      run: stage.origin.run,
      signal,
      ...tell(name, log, observe),
    };
    const record = await executeStage(execution, kept, project);
    observe({ type: "stage-finished", result: upToDate("ran", record, params, reasons) });
    return await compared(stage, identity, record, kept);
  } catch (error) {
    const elapsedMs = performance.now() - startedAt;
    const found = error instanceof DamagedInput ? error.cause : error;
    const result = failed({ name, params, key, reasons, elapsedMs, log }, found, project.root);
    observe({ type: "stage-finished", result });
    const causes = causesOfFailure(result.error.message);
    return { name, state: "failed", elapsedMs, error: result.error, causes };
  }
}

function recordedInputs(
  { node }: Identity,
  recorded: readonly Fresh[],
): { readonly [input: string]: Digest } {
  return Object.fromEntries(
    Object.entries(node.inputs).map(([input, edge]) => {
      const source = recorded.find(({ name }) => name === edge.node);
      const artifact = source?.outputs[edge.output];
      if (artifact !== undefined) return [input, artifact.digest];
      throw new IntegrityError(`The record of stage "${edge.node}" has no output "${edge.output}"`);
    }),
  );
}

/** Reads inputs from the store, keeps outputs in memory: those that are not what was recorded. */
class KeptOutputs implements ExecutionStore {
  readonly #store: Store;
  readonly #recorded: ReadonlySet<Digest>;
  readonly #others = new Map<Digest, Uint8Array<ArrayBuffer>>();

  constructor(store: Store, recorded: Artifacts) {
    this.#store = store;
    this.#recorded = new Set(Object.values(recorded).map(({ digest }) => digest));
  }

  readObject(digest: Digest): Promise<Uint8Array<ArrayBuffer>> {
    return this.#store.readObject(digest);
  }

  writeObject(digest: Digest, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
    if (!this.#recorded.has(digest)) this.#others.set(digest, bytes);
    return Promise.resolve();
  }

  putBundle(): void {}

  putRecord(): void {}

  /** The bytes of an output, as it was recorded or as it came out. */
  async bytesOf(digest: Digest): Promise<Uint8Array<ArrayBuffer>> {
    return this.#others.get(digest) ?? await this.#store.readObject(digest);
  }
}

async function compared(
  { name, outputs: before }: Fresh,
  { node, parts }: Identity,
  record: StageRecord,
  kept: KeptOutputs,
): Promise<ReproducedStage> {
  const { elapsedMs } = record;
  const outputs: Record<string, ReproducedOutput> = {};
  for (const [output, after] of Object.entries(artifactsOf(record))) {
    outputs[output] = { before: before[output]!, after };
  }
  const differing = Object.entries(outputs).find(([, pair]) =>
    pair.before.digest !== pair.after.digest
  );
  if (differing === undefined) return { name, elapsedMs, state: "identical", outputs };
  const [output, pair] = differing;
  const documents = [
    await kept.bytesOf(pair.before.digest),
    await kept.bytesOf(pair.after.digest),
  ] as const;
  const difference = firstDifference(output, ...documents);
  const { byteOffset } = difference;
  const causes = causesOfDifference(node, parts.declaration.net, byteOffset, documents);
  return { name, elapsedMs, state: "different", outputs, difference, causes };
}
