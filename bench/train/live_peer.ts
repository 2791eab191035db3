/**
 * A peer's process: made ready once, then asked for one round after the other. So rounds of several
 * peers can go by turns, and all meet the same weather.
 *
 * @module
 */
import type { Facts } from "./rounds.ts";
import type { Times } from "./stopwatch.ts";

/** Starts a peer and has it do a round that does not count; `null` if that is not possible here. */
export async function startPeer(
  command: readonly string[],
  cwd: string,
): Promise<LivePeer | null> {
  try {
    const peer = new LivePeer(command, cwd);
    await peer.rounds(1);
    peer.times.length = 0;
    return peer;
  } catch {
    return null;
  }
}

/** See `rounds.ts` for what it is asked and answers. */
export class LivePeer {
  readonly #questions: WritableStreamDefaultWriter<Uint8Array<ArrayBuffer>>;
  readonly #answers: AsyncIterator<string>;
  readonly times: Times[] = [];

  constructor(command: readonly string[], cwd: string) {
    const [program, ...args] = command;
    const options = { args, cwd, stdin: "piped", stdout: "piped", stderr: "null" } as const;
    const { stdin, stdout } = new Deno.Command(program!, options).spawn();
    this.#questions = stdin.getWriter();
    this.#answers = lines(stdout);
  }

  /** So many rounds, timed. Throws if the process has ended. */
  async rounds(count: number): Promise<void> {
    for (let round = 0; round < count; round++) {
      await this.#questions.write(new TextEncoder().encode("\n"));
      this.times.push(JSON.parse(await this.#answer()));
    }
  }

  /** What it says of itself. */
  async end(): Promise<Facts> {
    await this.#questions.close();
    return JSON.parse(await this.#answer());
  }

  async #answer(): Promise<string> {
    const { done, value } = await this.#answers.next();
    if (done) throw new Error("the process ended without an answer");
    return value;
  }
}

async function* lines(stream: ReadableStream<Uint8Array<ArrayBuffer>>): AsyncGenerator<string> {
  let rest = "";
  for await (const chunk of stream.pipeThrough(new TextDecoderStream())) {
    const parts = (rest + chunk).split("\n");
    rest = parts.pop()!;
    yield* parts;
  }
}
