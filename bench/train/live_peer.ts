/**
 * A peer's process. It starts once and then does rounds on request, so that the rounds of several peers can
 * alternate and other load on the machine affects all alike.
 *
 * @module
 */
import { numberIn, textIn, valueIn } from "./fields.ts";
import { lines } from "./lines.ts";
import { errorOfProcess, PeerError } from "./peer_error.ts";
import type { Facts } from "./rounds.ts";
import type { Times } from "./stopwatch.ts";

/**
 * Starts a peer and runs a warm-up round.
 *
 * @throws {PeerError} if the peer cannot be started, or its warm-up round fails.
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

/** Milliseconds for a failing process to print its error and exit before it is killed. */
const EXIT_TIMEOUT_MS = 5_000;

/** A process that follows the protocol of `rounds.ts`. */
export class LivePeer implements AsyncDisposable {
  readonly #process: Deno.ChildProcess;
  readonly #requests: WritableStreamDefaultWriter<Uint8Array<ArrayBuffer>>;
  readonly #answers: AsyncGenerator<string>;
  readonly #stderr: Promise<string>;
  readonly times: Times[] = [];

  /** @throws {PeerError} if the program is missing. */
  constructor(command: readonly string[], cwd: string) {
    this.#process = spawned(command, cwd);
    this.#requests = this.#process.stdin.getWriter();
    this.#answers = lines(this.#process.stdout);
    this.#stderr = new Response(this.#process.stderr).text();
  }

  /**
   * Runs `count` rounds and adds their times to `times`.
   *
   * @throws {PeerError} if the process ends or its answer is invalid.
   */
  async rounds(count: number): Promise<void> {
    for (let round = 0; round < count; round++) {
      const ask = () => this.#requests.write(new TextEncoder().encode("\n"));
      this.times.push(parsed(await this.#answerTo(ask), timesIn));
    }
  }

  /**
   * Closes the input of the process and returns its facts.
   *
   * @throws {PeerError} if the process ends without an answer or its answer is invalid.
   */
  async end(): Promise<Facts> {
    return parsed(await this.#answerTo(() => this.#requests.close()), factsIn);
  }

  /** Kills the process unless it has ended. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#stopped(0);
  }

  async #answerTo(ask: () => Promise<void>): Promise<string> {
    try {
      await ask();
      const { done, value } = await this.#answers.next();
      if (!done) return value;
    } catch {
      // The process has closed its input; the error below has its last message.
    }
    throw errorOfProcess(await this.#stopped(EXIT_TIMEOUT_MS), await this.#stderr);
  }

  /** Waits until the process ends; kills it after `withinMs` milliseconds. */
  async #stopped(withinMs: number): Promise<Deno.CommandStatus> {
    await this.#requests.abort().catch(() => {});
    const timer = setTimeout(() => this.#kill(), withinMs);
    const status = await this.#process.status;
    clearTimeout(timer);
    // Read both streams to their ends, because that closes them.
    await Promise.all([Array.fromAsync(this.#answers), this.#stderr]);
    return status;
  }

  #kill(): void {
    try {
      this.#process.kill("SIGKILL");
    } catch {
      // The process has just ended.
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
