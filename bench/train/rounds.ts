/**
 * The protocol of peers. Each line of standard input asks for a round of work, and the peer answers with a
 * JSON line of its times on standard output. At the end of input it prints a last line with its facts.
 *
 * @module
 */
// deno-lint-ignore-file no-console -- the output is the result
import { lines } from "./lines.ts";
import { timed } from "./stopwatch.ts";

/** The facts that a peer prints last. */
export interface Facts {
  readonly version: string;
  /** Loss of the model after the last round. */
  readonly loss: number;
  readonly note?: string;
}

/** Does `work` for each line of input, and prints its times and the facts. */
export async function answerRounds(work: () => void, facts: () => Facts): Promise<void> {
  for await (const _ of lines(Deno.stdin.readable)) console.log(JSON.stringify(timed(work)));
  console.log(JSON.stringify(facts()));
}
