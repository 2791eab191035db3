/**
 * A peer for tests: answers each line as `rounds.ts` defines, or fails in the way that its argument names.
 *
 * @module
 */
// deno-lint-ignore-file no-console -- its output is the answer that tests read
import { answerRounds } from "../../bench/train/rounds.ts";

const [fault] = Deno.args;
let rounds = 0;

await answerRounds(() => {
  rounds += 1;
  if (fault === "dies" && rounds === 3) throw new RangeError("no third round");
  if (fault === "babbles" && rounds === 2) console.log('{ "seconds": "two" }');
}, () => ({ version: "1.0", loss: rounds / 100, note: `${rounds} rounds` }));
