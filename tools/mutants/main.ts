/**
 * `deno task test:mutants`: changes the sources one place at a time, in a copy of the project, runs
 * the tests that mirror the changed file, and prints the changes that no test notices.
 *
 *     deno task test:mutants --only lib/store/gc.ts
 *     deno task test:mutants --sample 100 --seed 7 --jobs 2
 *
 * After Ctrl-C the same command continues where it was. Exits with 1 if
 * more than `--max-survivors` percent survive, with 2 for wrong flags.
 *
 * @module
 */
// deno-lint-ignore-file no-console -- the output is the result
import { fromFileUrl } from "../../lib/engine/paths.ts";
import { HELP, type Options, readOptions } from "./options.ts";
import { mutantLines, summaryTable, survivorPercent } from "./report.ts";
import { tryMutants } from "./try_mutants.ts";

const SIGINT_EXIT_CODE = 130;
const REPOSITORY = fromFileUrl(new URL("../..", import.meta.url)).replace(/\/$/, "");

if (Deno.args.includes("--help")) {
  console.log(HELP);
  Deno.exit(0);
}
const options = readOptions(Deno.args, REPOSITORY);
if (typeof options === "string") {
  console.error(options);
  Deno.exit(2);
}
Deno.exit(await main(options));

async function main(options: Options): Promise<number> {
  // Copies are removed, and what was judged by now is told.
  const stop = new AbortController();
  Deno.addSignalListener("SIGINT", () => stop.abort());
  const { judged, stale, failing } = await tryMutants(options, stop.signal, {
    started: (count, total) => console.error(`${count} of ${total} mutants are tried`),
    judged: ({ mutant, verdict: { outcome, by } }, done, count) => {
      const { file } = mutant.identity;
      console.error(`${done}/${count} ${file}:${mutant.lineNumber} ${outcome} ${by ?? ""}`);
      if (outcome === "survived") console.log(`${mutantLines(mutant)}\n`);
    },
  });
  console.log(summaryTable(judged));
  for (const test of failing) console.log(`${test} fails without any change and was left out`);
  for (const { file, line } of stale) {
    console.log(`No mutant is this entry of those looked at; remove it: ${file}: ${line}`);
  }
  if (stop.signal.aborted) return SIGINT_EXIT_CODE;
  return survivorPercent(judged) <= options.maxSurvivors ? 0 : 1;
}
