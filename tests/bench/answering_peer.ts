/**
 * A peer for tests: answers each line as `rounds.ts` says, unless its argument has it fail.
 *
 * @module
 */
// deno-lint-ignore-file no-console -- the output is what is read
import { answerRounds } from "../../bench/train/rounds.ts";

const [fault] = Deno.args;
let rounds = 0;

await answerRounds(() => {
  rounds += 1;
  if (fault === "dies" && rounds === 3) throw new RangeError("no third round");
  if (fault === "babbles" && rounds === 2) console.log('{ "seconds": "two" }');
}, () => ({ version: "1.0", loss: rounds / 100, note: `${rounds} rounds` }));
