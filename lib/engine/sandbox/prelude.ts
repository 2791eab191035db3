/**
 * What stands before a bundle in its worker. The function's own text is sent there, so it uses nothing
 * from outside itself but its arguments and the globals that it then takes away.
 *
 * @module
 */
import type { requireAbsoluteUrls } from "./absolute_urls.ts";
import type { boundedLog, LogLimits } from "./bounded_log.ts";
import type { byteAccess } from "./bytes_of.ts";
import type { CreateHash, digestNow } from "./digest_now.ts";
import type { Fences, raiseFences } from "./fences.ts";
import type { guardModules } from "./guard_modules.ts";
import type { hideFrames } from "./hide_frames.ts";
import type { operations } from "./operations.ts";
import type { checkedCount, checkedMetric, checkedProgress } from "./reports.ts";
import type { sealListeners } from "./seal_listeners.ts";
import type { refuseSharedMemory } from "./shared_memory.ts";
import type { trackNetwork } from "./track_network.ts";
import type { instructionReader } from "./wasm_instructions.ts";

/** What the prelude is told; plain JSON. */
export interface PreludeConfig extends LogLimits, Fences {
  readonly stage: string;
  /** Whether the stage's code speaks of digests; what computes them takes 16 ms to load. */
  readonly digests: boolean;
}

/** Functions whose text is sent beside the prelude's. */
export interface PreludeParts {
  readonly boundedLog: typeof boundedLog;
  readonly byteAccess: typeof byteAccess;
  readonly checkedCount: typeof checkedCount;
  readonly checkedMetric: typeof checkedMetric;
  readonly checkedProgress: typeof checkedProgress;
  readonly digestNow: typeof digestNow;
  readonly guardModules: typeof guardModules;
  readonly hideFrames: typeof hideFrames;
  readonly instructionReader: typeof instructionReader;
  readonly operations: typeof operations;
  readonly raiseFences: typeof raiseFences;
  readonly refuseSharedMemory: typeof refuseSharedMemory;
  readonly requireAbsoluteUrls: typeof requireAbsoluteUrls;
  readonly sealListeners: typeof sealListeners;
  readonly trackNetwork: typeof trackNetwork;
}

/** What the prelude leaves for the host: the only way out of the worker. */
export interface Outside
  extends Pick<PreludeParts, "checkedCount" | "checkedMetric" | "checkedProgress"> {
  /**
   * Sends a message. If neither it nor what it holds has a prototype, and nothing is moved, the stage
   * cannot notice that it is sent, whatever it has replaced.
   */
  post(message: unknown, transfer?: Transferable[]): void;
  /** Hears of the first message, and of no other: no code of the stage runs before it. */
  listen(listener: (data: unknown) => void): void;
  /** Hears of promises that were rejected and that nobody handles. */
  onRejection(listener: (reason: unknown) => void): void;
  /** Resolves when all that has happened so far has been told, rejections too. */
  turn(): Promise<void>;
  /** The name of something that the stage has begun and that has not ended, or `null`. */
  pending(): string | null;
  /** Adds a line to the log, as long as it is not full. */
  log(line: string): void;
  load(flag: Int32Array): number;
  /** Where an error was made, a frame a line; never handed to the stage. */
  framesOf(error: object): string;
  /** Milliseconds, to space out progress messages; never handed to the stage. */
  now(): number;
}

/**
 * Takes away every global that is not allowed, and what is ambient in those that are. Runs before any
 * line of the stage; returns what the host needs and nobody else can reach afterwards. Whatever is
 * called later is taken hold of here: by then the stage may have replaced it.
 */
export function prelude(config: PreludeConfig, parts: PreludeParts): Outside {
  const { stage, allowed, advice } = config;
  const clock = performance;
  const worker: object = globalThis;
  const post: Outside["post"] = Reflect.get(worker, "postMessage").bind(worker);
  const listen = globalThis.addEventListener.bind(globalThis);
  const { load } = Atomics;
  const { get } = Reflect;
  const NativePromise = Promise;
  const NativeError = Error;
  const later = setTimeout.bind(globalThis);
  const mayShare = allowed.includes("SharedArrayBuffer");

  const refuse = (
    name: string,
    instead = "a stage sees only its inputs, params and files",
  ): never => {
    throw new NativeError(`Stage "${stage}" may not use ${name}: ${instead}`);
  };
  const forbid = (holder: object, key: string, name: string, instead?: string): void => {
    const descriptor = Object.getOwnPropertyDescriptor(holder, key);
    if (descriptor?.configurable === false) return;
    // Bound, because the text of a bound function is not to be seen.
    const refused = ((): never => refuse(name, instead)).bind(null);
    Object.defineProperty(holder, key, { get: refused, set: refused, configurable: false });
  };

  const computeHash = (): CreateHash => {
    const { createHash } = Reflect.get(worker, "process").getBuiltinModule("node:crypto");
    // It completes itself at the first call, while nothing is replaced yet.
    createHash("sha256").update(new Uint8Array()).digest();
    return createHash;
  };
  const createHash: CreateHash = config.digests
    ? computeHash()
    : () => refuse("crypto.subtle.digest under another name", "write `digest` where it is called");
  const bytes = parts.byteAccess();
  const operations = parts.operations();
  const digest = parts.digestNow(createHash, bytes);
  const framesOf = parts.hideFrames(
    (() => refuse("Error.prepareStackTrace", "throw an Error")).bind(null),
  );

  parts.guardModules({
    read: parts.instructionReader(),
    bytes,
    operations,
    mayWait: mayShare,
    refuse,
  });
  if (!mayShare) {
    parts.refuseSharedMemory(() => refuse("SharedArrayBuffer", advice["SharedArrayBuffer"]));
  }
  parts.requireAbsoluteUrls();
  if (allowed.includes("fetch")) parts.trackNetwork(operations);
  parts.raiseFences(config, forbid);

  const tame = (name: string, value: object): void => {
    Object.defineProperty(globalThis, name, { value: Object.freeze(value), configurable: false });
  };
  const subtle = {
    digest:
      ((algorithm: unknown, data: unknown) =>
        operations.run("crypto.subtle.digest", () => digest(algorithm, data))).bind(null),
  };
  const onlyDigests = { subtle: Object.freeze(subtle) };
  for (const key of ["getRandomValues", "randomUUID"]) {
    const name = `crypto.${key}`;
    Object.defineProperty(onlyDigests, key, {
      value: (() => refuse(name, advice[name])).bind(null),
    });
  }
  tame("crypto", onlyDigests);
  const log = parts.boundedLog(config, (line) => post({ type: "log", line }));
  const print = ((...parts: unknown[]): void => log(parts.map(String).join(" "))).bind(null);
  tame("console", { log: print, info: print, warn: print, error: print, debug: print });

  return {
    checkedCount: parts.checkedCount,
    checkedMetric: parts.checkedMetric,
    checkedProgress: parts.checkedProgress,
    post,
    listen: (listener) => {
      let hasStarted = false;
      const start = (event: Event): void => {
        if (hasStarted) return;
        hasStarted = true;
        parts.sealListeners();
        listener((event as MessageEvent).data);
      };
      listen("message", start.bind(null));
    },
    onRejection: (listener) => {
      const hear = (event: Event): void => {
        event.preventDefault();
        listener(get(event, "reason"));
      };
      listen("unhandledrejection", hear.bind(null));
    },
    turn: () => new NativePromise((resolve) => void later(resolve, 0)),
    pending: operations.pending,
    log,
    load: (flag) => load(flag, 0),
    framesOf,
    now: () => clock.now(),
  };
}
