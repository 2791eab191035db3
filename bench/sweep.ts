/**
 * `deno task bench:sweep`: a sweep of 32 trainings of 2 epochs on the real data, beside the same
 * trainings one at a time. How busy it keeps the processors, its time against the summed time of its
 * stages, and its peak of memory, each beside its budget where it has one.
 *
 * Processor time stands beside what two programs that do nothing but compute got by turns with it: on
 * a machine that has other things to do, nobody gets all of it.
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
  /** Of all trainings, as each measured its own. */
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
  const took = (runs: readonly Swept[]): number => median(runs.map((one) => one.elapsedMs));
  const share = median(together.map((one) => one.elapsedMs / (one.stagesMs / CORES)));
  const aloneMs = median(alone.map((one) => one.stagesMs));
  const busy = median(together.map(busyOf));
  tell(`${TRAININGS} trainings of 2 epochs`, seconds(took(together)), "");
  tell("  one at a time", seconds(took(alone)), "");
  tell("  one at a time to that", `${(took(alone) / took(together)).toFixed(2)} ×`, "");
  tell("  time to summed stage times / 2", `${share.toFixed(2)} ×`, "1.30 ×");
  tell(
    "  by stage times of one at a time",
    `${(took(together) / (aloneMs / CORES)).toFixed(2)} ×`,
    "1.30 ×",
  );
  tell("  processors busy", percent(busy), "85 %");
  tell("    kept busy by two bare programs", percent(median(bare)), "");
  tell("    ours to theirs", percent(busy / median(bare)), "85 %");
  const peaks = together.flatMap(({ peakBytes }) => peakBytes ?? []);
  if (peaks.length > 0) {
    tell("  peak memory", `${(Math.max(...peaks) / 1e6).toFixed(0)} MB`, "");
  }
  const again = await sweep(store, 0);
  tell("the same again, nothing to run", `${again.elapsedMs.toFixed(0)} ms`, "");
} finally {
  await Deno.remove(scratch, { recursive: true });
}

function busyOf({ processorMs, elapsedMs }: Measured): number {
  return (processorMs ?? NaN) / (CORES * elapsedMs);
}

/** How busy two programs that only compute keep the processors. */
async function spin(): Promise<number> {
  const file = `${scratch}/spin.ts`;
  await Deno.writeTextFile(file, "let x = 0; for (let i = 0; i < 2e9; i++) x = (x * 31 + i) | 0;");
  const one = (): Promise<Measured> => measure([Deno.execPath(), "run", file], scratch);
  const [a, b] = await Promise.all([one(), one()]);
  return (busyOf(a) + busyOf(b));
}

/** 32 trainings that no other round has made, as many at once as a sweep does by itself. */
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
  return { ...measured, stagesMs: combinations.reduce((sum, one) => sum + one.elapsedMs, 0) };
}

function seconds(elapsedMs: number): string {
  return `${(elapsedMs / 1000).toFixed(1)} s`;
}

function percent(ratio: number): string {
  return `${(100 * ratio).toFixed(0)} %`;
}

function tell(what: string, found: string, budget: string): void {
  const limit = budget === "" ? "" : `   (budget ${budget})`;
  console.log(`${what.padEnd(38)} ${found.padStart(10)}${limit}`);
}
