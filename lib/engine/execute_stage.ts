/**
 * One execution: read the inputs, run the bundle in its sandbox, keep the outputs, then the record. The
 * record comes last, so a stage that fails at any point leaves no trace that a lookup could find.
 *
 * @module
 */
import { decodeArtifact, encodeArtifact } from "../codec/msgpack.ts";
import type { Value } from "../codec/value.ts";
import { artifactDigest, type CacheKey, type Digest, sha256Hex } from "../codec/digest.ts";
import type { StageRecord, Store, StoredOutput } from "../store/store.ts";
import { DamagedInput } from "./damaged_input.ts";
import { EnvironmentError, IntegrityError } from "./errors.ts";
import { declaredThreads } from "./declared.ts";
import type { AnyParams } from "./graph.ts";
import type { Identity, Project } from "./identity.ts";
import { ownDigestOf } from "./key.ts";
import { runInWorker } from "./sandbox/worker.ts";
import { storedParts } from "./stored_parts.ts";
import { Slots } from "./slots.ts";
import type { Progress } from "./stage.ts";
import { StageLog } from "./stage_log.ts";

/** While the disk works on a large output, small ones are written beside it. */
const OUTPUTS_AT_ONCE = 2;

/** What an execution needs of a store. */
export type ExecutionStore = Pick<
  Store,
  "readObject" | "writeObject" | "putBundle" | "putRecord"
>;

/** What to execute. */
export interface Execution {
  readonly identity: Identity;
  readonly key: CacheKey;
  readonly inputs: { readonly [input: string]: Digest };
  readonly settings: AnyParams;
  /** Extra workers at most. Default: as many as the stage asks for. */
  readonly maxThreads?: number;
  readonly run: string;
  readonly signal: AbortSignal | undefined;
  readonly onLog: (line: string) => void;
  readonly onProgress: (progress: Progress) => void;
  readonly onRetry: (attempt: number, error: unknown) => void;
}

/**
 * Executes a stage and keeps what it gives.
 *
 * @throws {DamagedInput} if an input is missing or damaged; nothing was executed then.
 * @throws whatever the stage threw, when its tries are used up.
 */
export async function executeStage(
  execution: Execution,
  store: ExecutionStore,
  project: Project,
): Promise<StageRecord> {
  const { identity, key, run } = execution;
  const startedAt = performance.now();
  const { stage, name } = identity.node;
  let log = new StageLog(startedAt);
  const metrics = new Map<string, number>();
  const result = await withRetries(execution, () => {
    log = new StageLog(performance.now());
    metrics.clear();
    return runOnce(execution, store, project, log, metrics);
  });
  const outputs = await keepOutputs(name, Object.keys(stage.outputs), result, store);
  const record: StageRecord = {
    key,
    stage: name,
    ownDigest: await ownDigestOf(identity.parts),
    parts: storedParts(identity, execution.inputs, project.root),
    outputs,
    metrics: Object.fromEntries(metrics),
    log: log.lines,
    progress: log.progress(),
    elapsedMs: performance.now() - startedAt,
    run,
    madeAt: new Date().toISOString(),
  };
  store.putRecord(record);
  return record;
}

async function withRetries<T>(execution: Execution, attempt: () => Promise<T>): Promise<T> {
  const retries = execution.identity.node.stage.retries ?? 0;
  for (let tried = 1;; tried++) {
    try {
      return await attempt();
    } catch (error) {
      const isFinal = error instanceof DamagedInput || execution.signal?.aborted === true;
      if (isFinal || tried > retries) throw error;
      execution.onRetry(tried + 1, error);
    }
  }
}

async function runOnce(
  execution: Execution,
  store: ExecutionStore,
  project: Project,
  log: StageLog,
  metrics: Map<string, number>,
): Promise<unknown> {
  const { identity, settings, maxThreads = Infinity, signal } = execution;
  const { node, params } = identity;
  const { inputs, buffers } = await readInputs(execution, store);
  const files = await readFiles(identity, project);
  const bundle = await project.code.bundle(node.stage, identity.parts.code);
  // Before the record that it explains: a run that is killed must not lose its sources.
  if (project.code.built().includes(bundle)) store.putBundle(bundle);
  return await runInWorker({
    stage: node.name,
    code: bundle.code,
    map: bundle.map,
    root: project.root,
    hosts: identity.parts.declaration.net,
    // The key does not hold the order in which names were declared, so a stage sees another one.
    inputs: byName(inputs),
    files: byName(files),
    params: byName(params),
    settings: byName(settings),
    threads: Math.min(maxThreads, declaredThreads(node, settings)),
    mayShareMemory: node.stage.threads !== undefined,
    transfer: [...buffers, ...Object.values(files).map((bytes) => bytes.buffer)],
    timeoutMs: node.stage.timeoutMs,
    signal,
    onLog: (line) => {
      log.lines.push(line);
      execution.onLog(line);
    },
    onProgress: (progress) => {
      log.report(progress, performance.now());
      execution.onProgress(progress);
    },
    onMetric: (name, value) => void metrics.set(name, value),
  });
}

/** The same fields in code-unit order of their names. */
function byName<T>(fields: { readonly [name: string]: T }): { readonly [name: string]: T } {
  return Object.fromEntries(Object.keys(fields).sort().map((name) => [name, fields[name]!]));
}

async function readInputs(
  { identity, inputs }: Execution,
  store: ExecutionStore,
): Promise<{ inputs: Record<string, unknown>; buffers: ArrayBuffer[] }> {
  const values: Record<string, unknown> = {};
  const buffers: ArrayBuffer[] = [];
  for (const [input, digest] of Object.entries(inputs)) {
    const bytes = await store.readObject(digest).catch((error: unknown) => {
      if (!(error instanceof IntegrityError)) throw error;
      throw new DamagedInput(identity.node.inputs[input]!, digest, error);
    });
    values[input] = decodeArtifact(bytes);
    buffers.push(bytes.buffer);
  }
  return { inputs: values, buffers };
}

/** The bytes that are read are the bytes that were hashed, or nothing is executed. */
async function readFiles(
  { node, files }: Identity,
  project: Project,
): Promise<Record<string, Uint8Array<ArrayBuffer>>> {
  const contents: Record<string, Uint8Array<ArrayBuffer>> = {};
  for (const [role, { path, sha256 }] of files) {
    const readAtMs = Date.now();
    const info = await Deno.stat(path);
    const bytes = await Deno.readFile(path);
    const found = await sha256Hex(bytes);
    project.files.learn(path, readAtMs, info, found);
    if (found !== sha256) {
      throw new EnvironmentError(
        `File "${path}" of stage "${node.name}" changed while the run was going on, or earlier in a ` +
          "way that its times do not show; run again with --rehash",
      );
    }
    contents[role] = bytes;
  }
  return contents;
}

/** Few at a time: each is in memory twice while it is written. */
async function keepOutputs(
  stage: string,
  declared: readonly string[],
  result: unknown,
  store: ExecutionStore,
): Promise<StoredOutput[]> {
  const values = checkedOutputs(stage, declared, result);
  const slots = new Slots(OUTPUTS_AT_ONCE);
  const keep = async (name: string): Promise<StoredOutput> => {
    const bytes = encoded(stage, name, values.get(name));
    values.delete(name);
    const digest = await artifactDigest(bytes);
    await store.writeObject(digest, bytes);
    return { name, digest, sizeBytes: bytes.byteLength };
  };
  return await Promise.all(declared.map((name) => slots.use(() => keep(name))));
}

function checkedOutputs(
  stage: string,
  declared: readonly string[],
  result: unknown,
): Map<string, unknown> {
  if (typeof result !== "object" || result === null) {
    throw new Error(`Stage "${stage}" returned ${result}, expected an object of its outputs`);
  }
  const values = new Map<string, unknown>(Object.entries(result));
  const missing = declared.filter((name) => !values.has(name));
  const extra = [...values.keys()].filter((name) => !declared.includes(name));
  if (missing.length + extra.length > 0) {
    const parts = [
      ...missing.map((name) => `"${name}" is declared but was not returned`),
      ...extra.map((name) => `"${name}" was returned but is not declared`),
    ];
    throw new Error(`Outputs of stage "${stage}" do not fit: ${parts.join("; ")}`);
  }
  return values;
}

function encoded(stage: string, output: string, value: unknown): Uint8Array<ArrayBuffer> {
  try {
    // Whatever is no `Value` is refused there, with its path.
    return encodeArtifact(value as Value);
  } catch (error) {
    const found = error instanceof Error ? error.message : String(error);
    throw new Error(`Output "${output}" of stage "${stage}" cannot be stored: ${found}`, {
      cause: error,
    });
  }
}
