/**
 * A pipeline for tests: numbers → squares, parity → total. `parity` forgets most of what it reads, so
 * many changes of `numbers` stop there.
 *
 * @module
 */
import { main } from "./lib/cli/main.ts";
import { connect, definePipeline } from "./lib/engine/graph.ts";
import { numbers } from "./stages/numbers.ts";
import { parity } from "./stages/parity.ts";
import { squares } from "./stages/squares.ts";
import { total } from "./stages/total.ts";

const source = connect(numbers, {});
const squared = connect(squares, { numbers: source.outputs.numbers });
const odd = connect(parity, { numbers: source.outputs.numbers });
const sum = connect(total, { squares: squared.outputs.squares, parity: odd.outputs.parity });

const program = {
  pipeline: definePipeline([source, squared, odd, sum]),
  module: import.meta.url,
  version: "0.0.0",
  presets: {},
};
if (import.meta.main) Deno.exit(await main(program, Deno.args));
