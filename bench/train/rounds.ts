/**
 * How a peer of ours answers: each line of standard input asks for a round of work, and its times are a
 * JSON line on standard output; at the end of input a last line has the facts. Peers in other languages
 * do the same.
 *
 * @module
 */
// deno-lint-ignore-file no-console -- the output is the result
import { lines } from "./lines.ts";
import { timed } from "./stopwatch.ts";

/** What a peer says of itself in the end. */
export interface Facts {
  readonly version: string;
  /** Of the model after the last round. */
  readonly loss: number;
  readonly note?: string;
}

/** Does `work` once for each line of input. */
export async function answerRounds(work: () => void, facts: () => Facts): Promise<void> {
  for await (const _ of lines(Deno.stdin.readable)) console.log(JSON.stringify(timed(work)));
  console.log(JSON.stringify(facts()));
}
