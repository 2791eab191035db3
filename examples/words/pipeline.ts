/**
 * A second pipeline on the same engine: counts the words in the texts of a folder.
 *
 * @module
 */
import { main } from "../../lib/cli/main.ts";
import { type Program } from "../../lib/cli/program.ts";
import { connect, definePipeline } from "../../lib/engine/graph.ts";
import { count } from "./stages/count.ts";
import { merge } from "./stages/merge.ts";
import { read } from "./stages/read.ts";
import { escaped, FACTS, report } from "./stages/report.ts";
import { tokenise } from "./stages/tokenise.ts";

const reading = connect(read, {});
const tokens = connect(tokenise, { texts: reading.outputs.texts });
const counting = connect(count, { words: tokens.outputs.words });
const merging = connect(merge, { counts: counting.outputs.counts });
const reporting = connect(report, {
  counts: counting.outputs.counts,
  total: merging.outputs.total,
});

const program: Program = {
  pipeline: definePipeline([reading, tokens, counting, merging, reporting]),
  module: import.meta.url,
  command: "deno task example",
  version: "0.1.0",
  presets: {
    long: { description: "long words only", params: { tokenise: { minLength: 6 } } },
  },
  report: {
    page: reporting.outputs.page,
    withRunFacts: (page, { command, finishedAt }) =>
      page.replace(FACTS, () => `<footer>${escaped(`${command}, ${finishedAt}`)}</footer>`),
  },
};

if (import.meta.main) Deno.exit(await main(program, Deno.args));
