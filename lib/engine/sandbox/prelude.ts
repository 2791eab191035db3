/**
 * What stands before a bundle in its worker. The function's own text is sent there, so it uses nothing
 * from outside itself but its argument and the globals that it then takes away.
 *
 * @module
 */
import type { Fences, raiseFences } from "./fences.ts";
import type { boundedLog, LogLimits } from "./bounded_log.ts";
import type { hideFrames } from "./hide_frames.ts";
import type { refuseSharedMemory } from "./shared_memory.ts";

/** What the prelude is told; plain JSON. */
export interface PreludeConfig extends LogLimits, Fences {
  readonly stage: string;
}

/** Functions whose text is sent beside the prelude's. */
export interface PreludeParts {
  readonly boundedLog: typeof boundedLog;
  readonly hideFrames: typeof hideFrames;
  readonly raiseFences: typeof raiseFences;
  readonly refuseSharedMemory: typeof refuseSharedMemory;
}

/** What the prelude leaves for the host: the only way out of the worker. */
export interface Outside {
  post(message: unknown, transfer: Transferable[]): void;
  listen(listener: (data: unknown) => void): void;
  /** Hears of promises that were rejected and that nobody handles. */
  onRejection(listener: (reason: unknown) => void): void;
  /** Resolves when all that has happened so far has been told, rejections too. */
  turn(): Promise<void>;
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
 * line of the stage; returns what the host needs and nobody else can reach afterwards.
 */
export function prelude(config: PreludeConfig, parts: PreludeParts): Outside {
  const { stage } = config;
  const clock = performance;
  const worker: object = globalThis;
  const post: Outside["post"] = Reflect.get(worker, "postMessage").bind(worker);
  const listen = globalThis.addEventListener.bind(globalThis);
  const { load } = Atomics;
  const later = setTimeout.bind(globalThis);
  const digest = crypto.subtle.digest.bind(crypto.subtle);

  const refuse = (
    name: string,
    instead = "a stage sees only its inputs, params and files",
  ): never => {
    throw new Error(`Stage "${stage}" may not use ${name}: ${instead}`);
  };
  const forbid = (holder: object, key: string, name: string, instead?: string): void => {
    const descriptor = Object.getOwnPropertyDescriptor(holder, key);
    if (descriptor?.configurable === false) return;
    const refused = (): never => refuse(name, instead);
    Object.defineProperty(holder, key, { get: refused, set: refused, configurable: false });
  };

  const framesOf = parts.hideFrames(() => refuse("Error.prepareStackTrace", "throw an Error"));

  if (!config.allowed.includes("SharedArrayBuffer")) {
    parts.refuseSharedMemory(() => refuse("SharedArrayBuffer", config.advice["SharedArrayBuffer"]));
  }
  parts.raiseFences(config, forbid);

  const tame = (name: string, value: object): void => {
    Object.defineProperty(globalThis, name, { value: Object.freeze(value), configurable: false });
  };
  tame("crypto", { subtle: Object.freeze({ digest }) });
  const log = parts.boundedLog(config, (line) => post({ type: "log", line }, []));
  const print = (...parts: unknown[]): void => log(parts.map(String).join(" "));
  tame("console", { log: print, info: print, warn: print, error: print, debug: print });

  return {
    post,
    listen: (listener) => listen("message", (event) => listener((event as MessageEvent).data)),
    onRejection: (listener) =>
      listen("unhandledrejection", (event) => {
        event.preventDefault();
        listener(Reflect.get(event, "reason"));
      }),
    turn: () => new Promise((resolve) => void later(resolve, 0)),
    log,
    load: (flag) => load(flag, 0),
    framesOf,
    now: () => clock.now(),
  };
}
