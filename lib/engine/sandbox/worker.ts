/**
 * Runs a bundled stage in a worker that may do nothing but compute, and reach the declared hosts.
 *
 * @module
 */
import { CancelledError, StageFailure } from "../errors.ts";
import type { Progress } from "../stage.ts";
import { boundedLog } from "./bounded_log.ts";
import type { StartMessage, ThreadMessage, WorkerMessage } from "./host.ts";
import { parseMessage } from "./messages.ts";
import { type BundledJob, LOG_LIMITS, workerSource } from "./worker_source.ts";

/** Metrics of one execution, by name. */
const MAX_METRICS = 10_000;

/** One execution of a stage. */
export interface Job extends BundledJob {
  /** Moved into the worker: their buffers are gone here afterwards. */
  readonly inputs: { readonly [input: string]: unknown };
  readonly files: { readonly [role: string]: Uint8Array<ArrayBuffer> };
  readonly params: { readonly [param: string]: unknown };
  readonly settings: { readonly [setting: string]: unknown };
  /** How many extra workers the stage may start. */
  readonly threads: number;
  readonly transfer: readonly ArrayBuffer[];
  /** Default: no limit. */
  readonly timeoutMs: number | undefined;
  readonly signal: AbortSignal | undefined;
  readonly onLog: (line: string) => void;
  readonly onProgress: (progress: Progress) => void;
  readonly onMetric: (name: string, value: number) => void;
}

/**
 * What the stage's `run` returned, unchecked.
 *
 * A worker that computes cannot be stopped from outside. When time is up or the run is cancelled it is
 * asked to stop through shared memory and then left alone; it dies with the process at the latest.
 *
 * @throws {StageFailure} what `run` threw.
 * @throws {CancelledError} if `signal` fired.
 */
export async function runInWorker(job: Job): Promise<unknown> {
  const url = URL.createObjectURL(new Blob([workerSource(job)], { type: "text/javascript" }));
  const cancel = new Int32Array(new SharedArrayBuffer(4));
  const { promise, resolve, reject } = Promise.withResolvers<unknown>();
  const workers: Worker[] = [];
  const start = (message: StartMessage | ThreadMessage, transfer: readonly ArrayBuffer[]): void => {
    const worker = startWorker(url, job, reject);
    workers.push(worker);
    const receive = receiver(message.role, job, {
      onOutputs: resolve,
      onError: reject,
      onThreads: (message, count) => {
        for (let index = 0; index < Math.min(count, job.threads); index++) {
          start({ role: "thread", message, index }, []);
        }
      },
    });
    worker.onmessage = ({ data }: MessageEvent<unknown>) => receive(data);
    worker.postMessage(message, [...transfer]);
  };
  const giveUp = (error: Error): void => {
    Atomics.store(cancel, 0, 1);
    reject(error);
  };
  const onAbort = (): void => giveUp(new CancelledError(job.stage));
  const timer = job.timeoutMs === undefined ? undefined : setTimeout(
    () => giveUp(new Error(`Stage "${job.stage}" took longer than its ${job.timeoutMs} ms`)),
    job.timeoutMs,
  );
  job.signal?.addEventListener("abort", onAbort);
  try {
    if (job.signal?.aborted) onAbort();
    const { inputs, params, settings, files, threads } = job;
    start({ role: "stage", inputs, params, settings, files, threads, cancel }, job.transfer);
    return await promise;
  } finally {
    clearTimeout(timer);
    job.signal?.removeEventListener("abort", onAbort);
    for (const worker of workers) worker.terminate();
    URL.revokeObjectURL(url);
  }
}

function startWorker(url: string, job: Job, reject: (error: Error) => void): Worker {
  const worker = new Worker(url, workerOptions(job.stage, job.hosts));
  worker.onmessageerror = () => reject(new Error("The stage sent what cannot be cloned"));
  worker.onerror = (event) => {
    event.preventDefault();
    reject(new Error(event.message));
  };
  return worker;
}

/**
 * What a stage's worker may do, whatever its code is: reach `hosts` and nothing else. The layer beneath
 * the fences, which the runtime itself keeps.
 */
export function workerOptions(stage: string, hosts: readonly string[]): WorkerOptions {
  return {
    type: "module",
    name: stage,
    deno: {
      permissions: {
        net: hosts.length > 0 ? [...hosts] : false,
        read: false,
        write: false,
        env: false,
        run: false,
        ffi: false,
        sys: false,
        import: false,
      },
    },
  };
}

/** What becomes of an execution. */
interface Outcome {
  readonly onThreads: (message: unknown, count: number) => void;
  readonly onOutputs: (outputs: unknown) => void;
  readonly onError: (error: Error) => void;
}

/** Takes what one worker sends; what is no message, or not in its turn, fails the stage. */
function receiver(
  role: (StartMessage | ThreadMessage)["role"],
  job: Job,
  { onThreads, onOutputs, onError }: Outcome,
): (data: unknown) => void {
  const log = boundedLog(LOG_LIMITS, job.onLog);
  const metrics = new Set<string>();
  let outputs: { readonly value: unknown } | null = null;
  let hasThreads = false;
  const take = (message: WorkerMessage): void => {
    switch (message.type) {
      case "log":
        return log(message.line);
      case "progress":
        return job.onProgress(message.progress);
      case "metric":
        if (metrics.add(message.name).size > MAX_METRICS) {
          throw new Error(`Stage "${job.stage}" recorded more than ${MAX_METRICS} metrics`);
        }
        return job.onMetric(message.name, message.value);
      case "threads":
        if (hasThreads) throw new Error(`Stage "${job.stage}" asked for its threads twice`);
        hasThreads = true;
        return onThreads(message.message, message.count);
      case "done":
        outputs ??= { value: message.outputs };
        return;
      case "end":
        if (outputs === null) throw new Error(`Stage "${job.stage}" ended without outputs`);
        return onOutputs(outputs.value);
      case "failed":
        return onError(new StageFailure(message.error));
      default:
        message satisfies never;
    }
  };
  return (data) => {
    try {
      const message = parsed(data, job.stage);
      const isAllowed = role === "stage" || message.type === "log" || message.type === "failed";
      if (!isAllowed) throw new Error(`A thread of stage "${job.stage}" sent "${message.type}"`);
      take(message);
    } catch (error) {
      onError(error instanceof Error ? error : new Error(String(error)));
    }
  };
}

function parsed(data: unknown, stage: string): WorkerMessage {
  try {
    return parseMessage(data);
  } catch (cause) {
    const found = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`Stage "${stage}" sent what cannot be kept: ${found}`, { cause });
  }
}
