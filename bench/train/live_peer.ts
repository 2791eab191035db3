/**
 * A peer's process: made ready once, then asked for one round after the other. So rounds of several
 * peers can go by turns, and all meet the same weather.
 *
 * @module
 */
import { numberIn, textIn, valueIn } from "./fields.ts";
import { lines } from "./lines.ts";
import { errorOfProcess, PeerError } from "./peer_error.ts";
import type { Facts } from "./rounds.ts";
import type { Times } from "./stopwatch.ts";

/**
 * Starts a peer and has it do a round that does not count.
 *
 * @throws {PeerError} if that is not possible here.
 */
export async function startPeer(command: readonly string[], cwd: string): Promise<LivePeer> {
  const peer = new LivePeer(command, cwd);
  try {
    await peer.rounds(1);
  } catch (error) {
    await peer[Symbol.asyncDispose]();
    throw error;
  }
  peer.times.length = 0;
  return peer;
}

/** For a process that answers no more to say why. */
const LAST_WORDS_MS = 5_000;

/** See `rounds.ts` for what it is asked and answers. */
export class LivePeer implements AsyncDisposable {
  readonly #process: Deno.ChildProcess;
  readonly #questions: WritableStreamDefaultWriter<Uint8Array<ArrayBuffer>>;
  readonly #answers: AsyncGenerator<string>;
  readonly #stderr: Promise<string>;
  readonly times: Times[] = [];

  /** @throws {PeerError} if the program is not there. */
  constructor(command: readonly string[], cwd: string) {
    this.#process = spawned(command, cwd);
    this.#questions = this.#process.stdin.getWriter();
    this.#answers = lines(this.#process.stdout);
    this.#stderr = new Response(this.#process.stderr).text();
  }

  /**
   * So many rounds, timed.
   *
   * @throws {PeerError} if the process ends or answers nonsense.
   */
  async rounds(count: number): Promise<void> {
    for (let round = 0; round < count; round++) {
      const ask = () => this.#questions.write(new TextEncoder().encode("\n"));
      this.times.push(parsed(await this.#answerTo(ask), timesIn));
    }
  }

  /**
   * What it says of itself.
   *
   * @throws {PeerError} as `rounds` does.
   */
  async end(): Promise<Facts> {
    return parsed(await this.#answerTo(() => this.#questions.close()), factsIn);
  }

  /** Ends the process, if it has not ended. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#stopped(0);
  }

  async #answerTo(ask: () => Promise<void>): Promise<string> {
    try {
      await ask();
      const { done, value } = await this.#answers.next();
      if (!done) return value;
    } catch {
      // The process does not listen any more; what it said last says why.
    }
    throw errorOfProcess(await this.#stopped(LAST_WORDS_MS), await this.#stderr);
  }

  /** Ended by itself within so many milliseconds, or by force. */
  async #stopped(withinMs: number): Promise<Deno.CommandStatus> {
    await this.#questions.abort().catch(() => {});
    const timer = setTimeout(() => this.#kill(), withinMs);
    const status = await this.#process.status;
    clearTimeout(timer);
    // Read to their ends, whether anybody has asked for them or not: that closes them.
    await Promise.all([Array.fromAsync(this.#answers), this.#stderr]);
    return status;
  }

  #kill(): void {
    try {
      this.#process.kill("SIGKILL");
    } catch {
      // It has just ended.
    }
  }
}

function spawned(command: readonly string[], cwd: string): Deno.ChildProcess {
  const [program, ...args] = command;
  const env = { NO_COLOR: "1" };
  const options = { args, cwd, env, stdin: "piped", stdout: "piped", stderr: "piped" } as const;
  try {
    return new Deno.Command(program!, options).spawn();
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    throw new PeerError(error.message, error instanceof Deno.errors.NotFound);
  }
}

function parsed<T>(line: string, read: (json: unknown) => T): T {
  try {
    return read(JSON.parse(line));
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    throw new PeerError(`it answered ${JSON.stringify(line)}: ${error.message}`, false);
  }
}

function timesIn(json: unknown): Times {
  return {
    seconds: numberIn(json, "seconds"),
    processorSeconds: numberIn(json, "processorSeconds"),
  };
}

function factsIn(json: unknown): Facts {
  const facts = { version: textIn(json, "version"), loss: numberIn(json, "loss") };
  return valueIn(json, "note") === undefined ? facts : { ...facts, note: textIn(json, "note") };
}
