/**
 * What the command line sees of the machine: streams, rights, signals, the clock, the engine. Tests
 * hand in their own.
 *
 * @module
 */
import type { Engine, EngineOptions } from "../engine/engine.ts";
import { openEngine } from "../engine/open.ts";
import { folderOf, fromFileUrl, withSlashes } from "../engine/paths.ts";
import type { Need } from "./permissions.ts";

/** A stream for text. */
export interface Stream {
  readonly isTerminal: boolean;
  /** How wide it is, where it is a terminal. */
  columns(): number;
  /** Never throws: work is not to fail because nobody can be told of it. */
  write(text: string): void;
  /** Why text was lost; `null` if none was, or if whoever read it has gone, as `head` does. */
  problem(): string | null;
}

/** Signals that ask the program to stop. */
export type StopSignal = "SIGINT" | "SIGTERM";

/** The machine, as far as the command line knows it. */
export interface Surroundings {
  readonly openEngine: (options: EngineOptions) => Promise<Engine>;
  readonly stdout: Stream;
  readonly stderr: Stream;
  /** Whether `NO_COLOR` is set. */
  readonly noColor: boolean;
  /** Absolute path of the current folder; `null` where it may not be known. */
  readonly folder: string | null;
  /** Absolute path of the folder that the engine's own files lie in; they are loaded as they are needed. */
  readonly engineFolder: string | null;
  /**
   * Absolute path of the folder `node_modules` with the engine's packages; `null` if there is none,
   * and Deno keeps them in its cache.
   */
  readonly packagesFolder: string | null;
  readonly isGranted: (need: Need) => boolean;
  /** Milliseconds from some start. */
  readonly now: () => number;
  /** Calls `listener` at each signal, until the function that it returns is called. */
  readonly onSignal: (listener: (signal: StopSignal) => void) => () => void;
  /** Ends the process. */
  readonly exit: (code: number) => void;
}

/** This process. */
export function thisProcess(): Surroundings {
  return {
    openEngine: (options) => Promise.try(openEngine, options),
    stdout: streamOf(Deno.stdout),
    stderr: streamOf(Deno.stderr),
    noColor: Deno.noColor,
    folder: currentFolder(),
    engineFolder: engineFolder(),
    packagesFolder: packagesFolder(),
    isGranted,
    now: () => performance.now(),
    onSignal,
    exit: (code) => Deno.exit(code),
  };
}

/** The one with `lib/` and its packages in it; `null` where the engine did not come from files. */
function engineFolder(): string | null {
  const { url } = import.meta;
  return url.startsWith("file:") ? folderOf(folderOf(folderOf(fromFileUrl(url)))) : null;
}

/** Where the configuration that decides wants it, which for a member of a workspace is the root's. */
function packagesFolder(): string | null {
  const url = import.meta.resolve("esbuild-wasm/esbuild.wasm");
  const path = url.startsWith("file:") ? fromFileUrl(url) : "";
  const end = path.indexOf("/node_modules/");
  return end === -1 ? null : path.slice(0, end) + "/node_modules";
}

function streamOf(file: typeof Deno.stdout): Stream {
  let problem: string | null = null;
  return {
    isTerminal: file.isTerminal(),
    columns: () => {
      try {
        // A terminal that does not know its width says 0.
        return Deno.consoleSize().columns || 80;
      } catch {
        return 80;
      }
    },
    write: (text) => {
      try {
        writeAll(file, new TextEncoder().encode(text));
      } catch (error) {
        if (!(error instanceof Deno.errors.BrokenPipe)) problem ??= messageOf(error);
      }
    },
    problem: () => problem,
  };
}

function writeAll(file: typeof Deno.stdout, bytes: Uint8Array): void {
  for (let done = 0; done < bytes.length;) done += file.writeSync(bytes.subarray(done));
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function currentFolder(): string | null {
  try {
    return withSlashes(Deno.cwd());
  } catch {
    return null;
  }
}

const ALL_RIGHTS = ["read", "write", "net", "env", "sys", "run", "ffi"] as const;

function isGranted(need: Need): boolean {
  if (need.kind === "all") {
    return ALL_RIGHTS.every((name) => Deno.permissions.querySync({ name }).state === "granted");
  }
  const descriptor: Deno.PermissionDescriptor = need.kind === "net"
    ? { name: "net", host: need.host }
    : { name: need.kind, path: need.path };
  return Deno.permissions.querySync(descriptor).state === "granted";
}

function onSignal(listener: (signal: StopSignal) => void): () => void {
  const signals: readonly StopSignal[] = Deno.build.os === "windows"
    ? ["SIGINT"]
    : ["SIGINT", "SIGTERM"];
  const handlers = signals.map((signal) => ({ signal, handler: () => listener(signal) }));
  for (const { signal, handler } of handlers) Deno.addSignalListener(signal, handler);
  return () => {
    for (const { signal, handler } of handlers) Deno.removeSignalListener(signal, handler);
  };
}
