/**
 * What stands after a bundle in its worker: waits for the stage's inputs, calls `run`, sends back what
 * it returns. Sent there as text, like the prelude.
 *
 * @module
 */
import type { Outside } from "./prelude.ts";
import type { ReportedProgress } from "./reports.ts";

/** What a worker is sent to run the stage. */
export interface StartMessage {
  readonly role: "stage";
  readonly inputs: unknown;
  readonly params: unknown;
  readonly settings: unknown;
  readonly files: unknown;
  readonly threads: number;
  /** One 32-bit integer in shared memory: not 0 asks the stage to stop. */
  readonly cancel: Int32Array;
}

/** What a worker is sent to run one of the stage's threads. */
export interface ThreadMessage {
  readonly role: "thread";
  readonly message: unknown;
  readonly index: number;
}

/**
 * What a worker sends. `done` carries the outputs as they are when `run` returns, `end` says that
 * nothing that went wrong before is left to be told.
 */
export type WorkerMessage =
  | { readonly type: "threads"; readonly message: unknown; readonly count: number }
  | { readonly type: "log"; readonly line: string }
  | { readonly type: "progress"; readonly progress: ReportedProgress }
  | { readonly type: "metric"; readonly name: string; readonly value: number }
  | { readonly type: "done"; readonly outputs: unknown }
  | { readonly type: "end" }
  | { readonly type: "failed"; readonly error: WorkerError };

/** An error as it crosses from a worker; the class is lost, its name is not. */
export interface WorkerError {
  readonly name: string;
  readonly message: string;
  readonly stack: string;
  readonly cause: WorkerError | null;
}

/** The bundle's global: what the stage's module exports to the engine. */
export interface BundledStage {
  readonly run: (context: unknown) => unknown;
  readonly thread?: (message: unknown, index: number) => unknown;
  readonly assets: unknown;
}

/** Connects a bundled stage to the engine. `load` runs the bundle. */
export function host(outside: Outside, load: () => BundledStage): void {
  const MILLISECONDS_BETWEEN_PROGRESS = 40;

  const textOf = (value: unknown): string => {
    try {
      return `${value as string}`;
    } catch {
      return `a ${typeof value}`;
    }
  };
  const describe = (error: unknown, depth: number): WorkerError => {
    if (!(error instanceof Error)) {
      return {
        name: "Error",
        message: `threw ${textOf(error)}, not an Error`,
        stack: "",
        cause: null,
      };
    }
    const name = textOf(error.name);
    const message = textOf(error.message);
    const hasCause = error.cause !== undefined && depth < 5;
    return {
      name,
      message,
      stack: `${name}: ${message}${outside.framesOf(error)}`,
      cause: hasCause ? describe(error.cause, depth + 1) : null,
    };
  };

  /** All buffers below a value, each once. Handing them over moves them instead of copying. */
  const buffersOf = (value: unknown, found: Set<ArrayBuffer>, depth: number): Set<ArrayBuffer> => {
    if (ArrayBuffer.isView(value)) {
      if (value.buffer instanceof ArrayBuffer) found.add(value.buffer);
    } else if (typeof value === "object" && value !== null && depth < 64) {
      for (const item of Object.values(value)) buffersOf(item, found, depth + 1);
    }
    return found;
  };

  const finish = (outputs: unknown): void => {
    const buffers = [...buffersOf(outputs, new Set(), 0)];
    try {
      outside.post({ type: "done", outputs }, buffers);
    } catch (error) {
      if (buffers.length === 0) throw error;
      // Memory of WebAssembly cannot be moved; it can be copied.
      outside.post({ type: "done", outputs });
    }
  };

  const startThread = async ({ message, index }: ThreadMessage): Promise<void> => {
    try {
      await load().thread!(message, index);
    } catch (error) {
      outside.post({ type: "failed", error: describe(error, 0) });
    }
  };

  const startStage = async (start: StartMessage): Promise<void> => {
    const { inputs, params, settings, files, threads, cancel } = start;
    let lastProgress = -Infinity;
    let hasThreads = false;
    const stopIfAsked = (): void => {
      if (outside.load(cancel) === 0) return;
      const error = new Error("The stage was asked to stop");
      error.name = "CancelledError";
      throw error;
    };
    const startThreads = (message: unknown, wanted: number = threads): void => {
      const count = outside.checkedCount(wanted);
      if (hasThreads) {
        throw new Error(
          "The threads of this stage were started already: call `threads.start` once, with all " +
            "that they need in its message",
        );
      }
      outside.post({ type: "threads", message, count });
      hasThreads = true;
    };
    const log = (line: string): void => {
      stopIfAsked();
      outside.log(String(line));
    };
    const progress = (given: unknown): void => {
      stopIfAsked();
      // Read at every call, not only when it is time to pass one on: reading may run the stage's code.
      const report = outside.checkedProgress(given);
      const now = outside.now();
      const isDue = now - lastProgress >= MILLISECONDS_BETWEEN_PROGRESS;
      if (!isDue && report.done < report.total) return;
      lastProgress = now;
      // When a report is passed on depends on a clock, so the stage must not notice it.
      outside.post({ __proto__: null, type: "progress", progress: { __proto__: null, ...report } });
    };
    const metric = (name: unknown, value: unknown): void => {
      outside.post({ type: "metric", ...outside.checkedMetric(name, value) });
    };
    // Bound, because the text of a bound function is not to be seen: no key holds this file's text.
    const context = {
      inputs,
      params,
      settings,
      files,
      threads: { count: threads, start: startThreads.bind(null) },
      log: log.bind(null),
      progress: progress.bind(null),
      metric: metric.bind(null),
    };
    try {
      const stage = load();
      const outputs = await stage.run({ ...context, assets: stage.assets });
      const pending = outside.pending();
      if (pending !== null) {
        throw new Error(
          `${pending} was still pending when \`run\` returned: await it, so that what it gives and ` +
            "when it gives it cannot differ from run to run",
        );
      }
      // At once: what still happens in this worker changes them no more.
      finish(outputs);
      // Rejections that nobody handled are told of before the end, or the outputs would count.
      await outside.turn();
      outside.post({ type: "end" });
    } catch (error) {
      outside.post({ type: "failed", error: describe(error, 0) });
    }
  };

  outside.onRejection((reason) => {
    outside.post({ type: "failed", error: describe(reason, 0) });
  });
  outside.listen((data) => {
    const message = data as StartMessage | ThreadMessage;
    void (message.role === "stage" ? startStage(message) : startThread(message));
  });
}
