/**
 * Runs the command line on a machine made for a test: streams that are kept, an engine that follows a
 * script, a clock that stands still unless it is moved.
 *
 * @module
 */
import { main, type Program, type Stream, type Surroundings } from "../../lib/cli/main.ts";
import type { Need } from "../../lib/cli/permissions.ts";
import type { StopSignal } from "../../lib/cli/surroundings.ts";
import type { EngineOptions } from "../../lib/engine/engine.ts";
import { temporaryFolder } from "../support/temporary.ts";
import { FakeEngine, type Script } from "./fake_engine.ts";
import { sampleProgram } from "./sample_program.ts";

/** A stream that keeps what is written. */
export class KeptStream implements Stream {
  text = "";
  readonly isTerminal: boolean;
  readonly width: number;

  constructor(isTerminal = false, width = 80) {
    this.isTerminal = isTerminal;
    this.width = width;
  }

  columns(): number {
    return this.width;
  }

  problem(): null {
    return null;
  }

  write(text: string): void {
    this.text += text;
  }
}

/** A machine to run the command line on. */
export class Machine implements AsyncDisposable {
  readonly root: string;
  script: Script;
  engine: FakeEngine | null = null;
  opened: EngineOptions | null = null;
  exits: number[] = [];
  clockMs = 0;
  colour = false;
  isTerminal = false;
  /** The program, whose project is in the folder `root`. */
  program: (root: string) => Program = sampleProgram;
  /** Rights that are there. */
  grants: (need: Need) => boolean = () => true;
  readonly #listeners = new Set<(signal: StopSignal) => void>();

  private constructor(root: string, script: Script) {
    this.root = root;
    this.script = script;
  }

  /** A machine whose project folder is empty but for `artifacts`. */
  static async create(script: Script = {}): Promise<Machine> {
    const { path } = await temporaryFolder();
    await Deno.mkdir(`${path}/artifacts`);
    return new Machine(path, script);
  }

  /** How many listen to signals. */
  get listeners(): number {
    return this.#listeners.size;
  }

  /** Sends a signal. */
  send(signal: StopSignal): void {
    for (const listener of this.#listeners) listener(signal);
  }

  /** Runs the command line. The project's folder reads `/project` in what it printed. */
  async run(
    ...args: string[]
  ): Promise<{ readonly code: number; readonly stdout: string; readonly stderr: string }> {
    const stdout = new KeptStream(this.isTerminal);
    const stderr = new KeptStream(this.isTerminal);
    const surroundings: Surroundings = {
      openEngine: (options) => {
        this.opened = options;
        this.engine = new FakeEngine(options.pipeline, this.script);
        return Promise.resolve(this.engine);
      },
      stdout,
      stderr,
      noColor: !this.colour,
      folder: this.root,
      engineFolder: null,
      packagesFolder: `${this.root}/node_modules`,
      isGranted: (need) => this.grants(need),
      now: () => this.clockMs,
      onSignal: (listener) => {
        this.#listeners.add(listener);
        return () => void this.#listeners.delete(listener);
      },
      exit: (code) => void this.exits.push(code),
    };
    const code = await main(this.program(this.root), args, surroundings);
    const shown = (text: string) => text.replaceAll(this.root, "/project");
    return { code, stdout: shown(stdout.text), stderr: shown(stderr.text) };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Deno.remove(this.root, { recursive: true });
  }
}
