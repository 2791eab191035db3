/**
 * `deno task bench:sweep`: measures a sweep of 32 trainings of 2 epochs on the real data, and the same
 * trainings one at a time: the load of the processors, the time relative to the summed time of the stages,
 * and the peak memory, with budgets.
 *
 * The load is compared with that of two programs that only compute, in alternating rounds, because other
 * programs may use the machine.
 *
 * @module
 */
// deno-lint-ignore-file no-console -- the output is the result
import { fromFileUrl } from "../lib/engine/paths.ts";
import { machine } from "./machine.ts";
import { measure, type Measured, median } from "./processes.ts";
import { taskFlags } from "./task_flags.ts";

const ROUNDS = 3;
const TRAININGS = 32;
const CORES = 2;

const root = fromFileUrl(new URL("..", import.meta.url)).replace(/\/$/, "");
const command = [Deno.execPath(), ...await taskFlags(), "pipeline.ts"];
const scratch = await Deno.makeTempDir({ dir: `${root}/artifacts` });

interface Swept extends Measured {
  /** Sum of the times that the trainings measured for themselves. */
  readonly stagesMs: number;
}

try {
  console.log(`${await machine()}\n`);
  const store = `${scratch}/store`;
  await measure([...command, "--until", "preprocess", "--artifacts", store], root);
  const together: Swept[] = [];
  const bare: number[] = [];
  const alone: Swept[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    together.push(await sweep(store, round));
    bare.push(await spin());
    alone.push(await sweep(store, round + ROUNDS, 1));
  }
  const time = (runs: readonly Swept[]): number => median(runs.map((run) => run.elapsedMs));
  const share = median(together.map((run) => run.elapsedMs / (run.stagesMs / CORES)));
  const aloneMs = median(alone.map((run) => run.stagesMs));
  const busy = median(together.map(busyOf));
  printRow(`${TRAININGS} trainings of 2 epochs`, seconds(time(together)), "");
  printRow("  one at a time", seconds(time(alone)), "");
  printRow("  ratio of the two", `${(time(alone) / time(together)).toFixed(2)} ×`, "");
  printRow("  time to summed stage times / 2", `${share.toFixed(2)} ×`, "1.30 ×");
  printRow(
    "  by stage times of one at a time",
    `${(time(together) / (aloneMs / CORES)).toFixed(2)} ×`,
    "1.30 ×",
  );
  printRow("  processors busy", percent(busy), "85 %");
  printRow("    by two programs that only compute", percent(median(bare)), "");
  printRow("    ours to theirs", percent(busy / median(bare)), "85 %");
  const peaks = together.flatMap(({ peakBytes }) => peakBytes ?? []);
  if (peaks.length > 0) {
    printRow("  peak memory", `${(Math.max(...peaks) / 1e6).toFixed(0)} MB`, "");
  }
  const again = await sweep(store, 0);
  printRow("the same again, nothing to run", `${again.elapsedMs.toFixed(0)} ms`, "");
} finally {
  await Deno.remove(scratch, { recursive: true });
}

function busyOf({ processorMs, elapsedMs }: Measured): number {
  return (processorMs ?? NaN) / (CORES * elapsedMs);
}

/** The load of the processors by two programs that only compute. */
async function spin(): Promise<number> {
  const file = `${scratch}/spin.ts`;
  await Deno.writeTextFile(file, "let x = 0; for (let i = 0; i < 2e9; i++) x = (x * 31 + i) | 0;");
  const measureOne = (): Promise<Measured> => measure([Deno.execPath(), "run", file], scratch);
  const [a, b] = await Promise.all([measureOne(), measureOne()]);
  return (busyOf(a) + busyOf(b));
}

/** Runs 32 trainings that no other round has run, with the default number of jobs unless set. */
async function sweep(store: string, round: number, jobs?: number): Promise<Swept> {
  const measured = await measure([
    ...command,
    "sweep",
    `train.seed=${100 * round + 1}..${100 * round + TRAININGS}`,
    "--set=train.epochs=2",
    "--json",
    ...(jobs === undefined ? [] : [`--jobs=${jobs}`]),
    `--artifacts=${store}`,
  ], root);
  const { combinations } = JSON.parse(measured.stdout) as {
    readonly combinations: readonly { readonly elapsedMs: number }[];
  };
  return { ...measured, stagesMs: combinations.reduce((sum, { elapsedMs }) => sum + elapsedMs, 0) };
}

function seconds(elapsedMs: number): string {
  return `${(elapsedMs / 1000).toFixed(1)} s`;
}

function percent(ratio: number): string {
  return `${(100 * ratio).toFixed(0)} %`;
}

function printRow(name: string, found: string, budget: string): void {
  const limit = budget === "" ? "" : `   (budget ${budget})`;
  console.log(`${name.padEnd(38)} ${found.padStart(10)}${limit}`);
}
