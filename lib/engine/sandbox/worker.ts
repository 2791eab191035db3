/**
 * Runs a bundled stage in a worker that may do nothing but compute, and reach the declared hosts.
 *
 * @module
 */
import { CancelledError } from "../errors.ts";
import { mapForWorker } from "../code/worker_map.ts";
import type { Progress } from "../stage.ts";
import { boundedLog } from "./bounded_log.ts";
import { raiseFences } from "./fences.ts";
import {
  ADVICE,
  AMBIENT_MEMBERS,
  EXACT_MATH,
  NET_GLOBALS,
  PURE_GLOBALS,
  THREAD_GLOBALS,
  TIMERS,
} from "./globals.ts";
import { hideFrames } from "./hide_frames.ts";
import {
  host,
  type StartMessage,
  type ThreadMessage,
  type WorkerError,
  type WorkerMessage,
} from "./host.ts";
import { prelude, type PreludeConfig } from "./prelude.ts";
import { refuseSharedMemory } from "./shared_memory.ts";

/** One execution of a stage. */
export interface Job {
  readonly stage: string;
  /** The bundle and its source map, and the absolute folder that the map's sources are relative to. */
  readonly code: string;
  readonly map: string;
  readonly root: string;
  readonly hosts: readonly string[];
  /** Moved into the worker: their buffers are gone here afterwards. */
  readonly inputs: { readonly [input: string]: unknown };
  readonly files: { readonly [role: string]: Uint8Array<ArrayBuffer> };
  readonly params: { readonly [param: string]: unknown };
  readonly settings: { readonly [setting: string]: unknown };
  /** How many extra workers the stage may start. */
  readonly threads: number;
  readonly mayShareMemory: boolean;
  readonly transfer: readonly ArrayBuffer[];
  /** Default: no limit. */
  readonly timeoutMs: number | undefined;
  readonly signal: AbortSignal | undefined;
  readonly onLog: (line: string) => void;
  readonly onProgress: (progress: Progress) => void;
  readonly onMetric: (name: string, value: number) => void;
}

/** An error that a stage threw: its class is gone, its name and its stack in our sources are kept. */
export class StageFailure extends Error {
  override readonly name: string;
  override readonly stack: string;
  constructor(error: WorkerError) {
    super(error.message, error.cause === null ? {} : { cause: new StageFailure(error.cause) });
    this.name = error.name;
    this.stack = error.stack;
  }
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
    worker.onmessage = ({ data }: MessageEvent<WorkerMessage>) => receive(data, handlers);
    worker.postMessage(message, [...transfer]);
  };
  const handlers: Handlers = {
    ...job,
    onDone: resolve,
    onFailed: (error) => reject(new StageFailure(error)),
    onThreads: (message, count) => {
      for (let index = 0; index < Math.min(count, job.threads); index++) {
        start({ role: "thread", message, index }, []);
      }
    },
  };
  const giveUp = (error: Error): void => {
    Atomics.store(cancel, 0, 1);
    reject(error);
  };
  const onAbort = (): void => giveUp(new CancelledError(`Stage "${job.stage}" was cancelled`));
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
  const worker = new Worker(url, {
    type: "module",
    name: job.stage,
    deno: {
      permissions: {
        net: job.hosts.length > 0 ? [...job.hosts] : false,
        read: false,
        write: false,
        env: false,
        run: false,
        ffi: false,
        sys: false,
        import: false,
      },
    },
  });
  worker.onmessageerror = () => reject(new Error("The stage sent what cannot be cloned"));
  worker.onerror = (event) => {
    event.preventDefault();
    reject(new Error(event.message));
  };
  return worker;
}

/** What is done with a worker's messages. */
interface Handlers extends Pick<Job, "onLog" | "onProgress" | "onMetric"> {
  readonly onThreads: (message: unknown, count: number) => void;
  readonly onDone: (outputs: unknown) => void;
  readonly onFailed: (error: WorkerError) => void;
}

function receive(message: WorkerMessage, handlers: Handlers): void {
  switch (message.type) {
    case "log":
      return handlers.onLog(message.line);
    case "progress":
      return handlers.onProgress(message.progress);
    case "metric":
      return handlers.onMetric(message.name, message.value);
    case "threads":
      return handlers.onThreads(message.message, message.count);
    case "done":
      return handlers.onDone(message.outputs);
    case "failed":
      return handlers.onFailed(message.error);
    default:
      message satisfies never;
  }
}

/** Prelude, bundle and host in one module, in an order in which the stage cannot see the host's means. */
function workerSource({ stage, code, map, root, hosts, mayShareMemory }: Job): string {
  const config: PreludeConfig = {
    stage,
    allowed: [
      ...PURE_GLOBALS,
      ...(hosts.length > 0 ? NET_GLOBALS : []),
      ...(mayShareMemory ? THREAD_GLOBALS : []),
    ],
    ambient: hosts.length > 0 ? AMBIENT_MEMBERS : [...AMBIENT_MEMBERS, ...TIMERS],
    exactMath: EXACT_MATH,
    advice: ADVICE,
    maxLogLines: 10_000,
    maxLogCharacters: 1_000_000,
  };
  const parts =
    `{ boundedLog: ${boundedLog}, hideFrames: ${hideFrames}, raiseFences: ${raiseFences}, ` +
    `refuseSharedMemory: ${refuseSharedMemory} }`;
  const head = `((outside, host, load) => host(outside, load))(\n(${prelude})(${
    JSON.stringify(config)
  }, ${parts}),\n${host},\n() => {\n`;
  const lines = head.split("\n").length - 1;
  const inlineMap = encodeBase64(mapForWorker(map, root, lines));
  return `${head}${code}\nreturn stage;\n});\n` +
    `//# sourceMappingURL=data:application/json;base64,${inlineMap}`;
}

function encodeBase64(text: string): string {
  let binary = "";
  for (const byte of new TextEncoder().encode(text)) binary += String.fromCharCode(byte);
  return btoa(binary);
}
