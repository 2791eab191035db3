/**
 * `deno task bench:report`: measures the report's size and the times to build it, to open it and to predict a
 * drawing, each with its budget. Times are medians; the machine is printed.
 *
 * @module
 */
// deno-lint-ignore-file no-console -- the output is the result
import type { Browser } from "playwright-core";
import { fromFileUrl } from "../lib/engine/paths.ts";
import { withBrowser } from "../tests/browser/chromium.ts";
import { machine } from "./machine.ts";
import { measure, median } from "./processes.ts";
import { drawOnce, openOnce } from "./report/page_times.ts";
import { taskFlags } from "./task_flags.ts";

/** A stage in the output of `run --json`. */
interface Stage {
  readonly name: string;
  readonly elapsedMs: number;
  readonly outputs: Readonly<Record<string, { readonly digest: string }>>;
}

/** Milliseconds, unless the name says otherwise. */
const BUDGETS = { building: 300, firstPaint: 300, ready: 1000, drawing: 5, sizeBytes: 500_000 };
const ROUNDS = 11;

/** The page's inputs, as outputs by stage. */
const INPUTS = {
  evaluate: ["metrics", "predictions"],
  train: ["model", "history"],
  preprocess: ["test", "normalization"],
  fetch: ["catalogue"],
} as const;

const root = fromFileUrl(new URL("..", import.meta.url)).replace(/\/$/, "");
const flags = await taskFlags();
const store = await Deno.makeTempDir({ dir: `${root}/artifacts` });
try {
  console.log(await machine());
  await bench(await run());
} finally {
  await Deno.remove(store, { recursive: true });
}

async function bench(stages: readonly Stage[]): Promise<void> {
  const page = `${store}/report.html`;
  const { size } = await Deno.stat(page);
  console.log(`\nThe report of the default recipe (medians of ${ROUNDS})\n`);
  printRow("size", size / 1000, BUDGETS.sizeBytes / 1000, "kB");
  printRow(
    "building the page, fresh process",
    await building(stages, page),
    BUDGETS.building,
    "ms",
  );
  console.log(`of the stage, start to end                 ${(await stageMs()).toFixed(0)} ms`);
  await withBrowser((browser) => opening(browser, `file://${page}`));
}

async function building(stages: readonly Stage[], page: string): Promise<number> {
  const paths = JSON.stringify(Object.fromEntries(
    Object.entries(INPUTS).flatMap(([stage, outputs]) =>
      outputs.map((output) => [output, objectPath(stages, stage, output)])
    ),
  ));
  const build = [Deno.execPath(), "run", "-A", `${root}/bench/report/build.ts`, page, paths];
  return median(await repeat(async () => Number((await measure(build, root)).stdout)));
}

function objectPath(stages: readonly Stage[], stage: string, output: string): string {
  const { digest } = stages.find(({ name }) => name === stage)!.outputs[output]!;
  return `${store}/objects/${digest.slice(0, 2)}/${digest}.msgpack`;
}

/** Time of the stage, including the sandbox and the transfer of inputs and output. */
async function stageMs(): Promise<number> {
  return median(
    await repeat(async () => {
      const stages = await run("--force=report");
      return stages.find(({ name }) => name === "report")!.elapsedMs;
    }),
  );
}

async function opening(browser: Browser, url: string): Promise<void> {
  console.log(`\nIn Chromium ${browser.version()}, headless, 1440 × 900\n`);
  const times = await repeat(() => openOnce(browser, url));
  const paints = times.map(({ firstPaint }) => firstPaint);
  printRow("first paint", median(paints), BUDGETS.firstPaint, "ms");
  printRow("ready", median(times.map(({ ready }) => ready)), BUDGETS.ready, "ms");
  const moves = (await drawOnce(browser, url)).toSorted((a, b) => a - b);
  printRow("from a move of the pen to probabilities", median(moves), BUDGETS.drawing, "ms");
  printRow(
    "the same, 95 % of the moves",
    moves[Math.floor(moves.length * 0.95)]!,
    BUDGETS.drawing,
    "ms",
  );
}

async function run(...more: readonly string[]): Promise<readonly Stage[]> {
  const command = [Deno.execPath(), ...flags, "pipeline.ts", "run", "--json", "--artifacts", store];
  return JSON.parse((await measure([...command, ...more], root)).stdout).stages;
}

async function repeat<T>(once: () => Promise<T>): Promise<T[]> {
  const results: T[] = [];
  for (let round = 0; round < ROUNDS; round++) results.push(await once());
  return results;
}

function printRow(name: string, value: number, budget: number, unit: string): void {
  const digits = value < 10 ? 1 : 0;
  console.log(
    `${name.padEnd(42)} ${value.toFixed(digits)} ${unit} (budget ${budget} ${unit})${
      value > budget ? ", exceeded" : ""
    }`,
  );
}
