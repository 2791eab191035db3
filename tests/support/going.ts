/**
 * A process that goes on while a test listens to it.
 *
 * @module
 */
import type { TestProject } from "./project.ts";

/** Milliseconds within which a process must end once it was asked to: ten times what it is given. */
export const LIMIT_MS = 20_000;

/** Milliseconds after which a process that stays silent counts as hanging, on however slow a machine. */
const HANG_MS = 180_000;

/** A process of the project's command line, whose text can be waited for. */
export class Going {
  readonly process: Deno.ChildProcess;
  #text = "";
  #heard = Promise.withResolvers<void>();
  readonly ended: Promise<Deno.CommandStatus>;

  constructor({ root }: TestProject, args: readonly string[] = [], flags: readonly string[] = []) {
    this.process = new Deno.Command(Deno.execPath(), {
      args: ["run", "-A", "--no-prompt", "--no-check", ...flags, "pipeline.ts", ...args],
      cwd: root,
      stdin: "null",
      stdout: "piped",
      stderr: "piped",
    }).spawn();
    const reading = [this.process.stdout, this.process.stderr].map((stream) => this.#read(stream));
    this.ended = Promise.all(reading).then(() => this.process.status);
  }

  get text(): string {
    return this.#text;
  }

  async #read(stream: ReadableStream<Uint8Array<ArrayBuffer>>): Promise<void> {
    for await (const chunk of stream.pipeThrough(new TextDecoderStream())) {
      this.#text += chunk;
      this.#heard.resolve();
      this.#heard = Promise.withResolvers();
    }
  }

  /** Waits until it has printed `part`. */
  async heard(part: string): Promise<void> {
    const deadline = performance.now() + HANG_MS;
    while (!this.#text.includes(part)) {
      if (performance.now() > deadline) throw new Error(`"${part}" is not in ${this.#text}`);
      await Promise.race([this.#heard.promise, this.ended, pause(50)]);
    }
  }
}

/** Waits. */
export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
