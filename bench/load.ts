/**
 * `deno task bench:load`: measures the costs of the engine at work: the overhead of a stage, the load of two
 * cores, and the peak memory for a large artifact, each with its budget. Times are medians of rounds that
 * alternate with a baseline, because other programs may use the machine.
 *
 * @module
 */
// deno-lint-ignore-file no-console -- the output is the result
import { layered, type Step } from "./dag.ts";
import { generateProject, projectCommand, type StageBody } from "./generate_project.ts";
import { machine } from "./machine.ts";
import { measure, type Measured, median } from "./processes.ts";

const LARGE_BYTES = 200_000_000;
/** Stages that can run at the same time. */
const FAN = 32;
const ROUNDS = 5;

/** Code that computes for a while without using memory. */
const SPIN = "let x = 0; for (let i = 0; i < 60_000_000; i++) x = (x * 31 + i) | 0;";

const scratch = await Deno.makeTempDir({ prefix: "bench-load-" });
try {
  console.log(`${await machine()}\n`);
  await benchOverhead();
  await benchFan();
  await benchMemory();
} finally {
  await Deno.remove(scratch, { recursive: true });
}

/** Measures 100 stages that do next to nothing, one after the other, and a run in which all are hits. */
async function benchOverhead(): Promise<void> {
  const steps = layered(100, 10);
  const folder = await project(steps);
  const first = await measure(await projectCommand("run", "--jobs", "1"), folder);
  const forced: number[] = [];
  const noop: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const command = await projectCommand("run", "--jobs", "1", "--force");
    forced.push((await measure(command, folder)).elapsedMs);
    noop.push((await measure(await projectCommand(), folder)).elapsedMs);
  }
  const base = median(noop);
  const perStage = (elapsedMs: number): string =>
    `${((elapsedMs - base) / steps.length).toFixed(1)} ms`;
  printRow("overhead of an executed stage", perStage(median(forced)), "60 ms");
  printRow("  with bundling its code", perStage(first.elapsedMs), "");
}

/** Measures a stage and many stages that need it, two at a time, and processes that do the same work. */
async function benchFan(): Promise<void> {
  const steps: Step[] = [{ name: "root", needs: [] }];
  for (let i = 0; i < FAN; i++) steps.push({ name: `s${i}`, needs: ["root"] });
  const folder = await project(steps, ({ needs }) => (needs.length === 0 ? "const x = 1;" : SPIN));
  await Deno.writeTextFile(`${scratch}/spin.ts`, `(() => { ${SPIN} return x; })();`);
  await measure(await projectCommand("run", "--jobs", "2"), folder);
  const ours: Measured[] = [];
  const bare: Measured[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    ours.push(await measure(await projectCommand("run", "--jobs", "2", "--force"), folder));
    bare.push(await bareFan());
  }
  printRow(`${FAN} stages, two at a time: cores busy`, percent(median(ours.map(busy))), "85 %");
  printRow("  as bare processes, two at a time", percent(median(bare.map(busy))), "");
  const time = (runs: readonly Measured[]): number => median(runs.map((run) => run.elapsedMs));
  printRow("  our time to theirs", `${(time(ours) / time(bare)).toFixed(2)} ×`, "");
}

/** Does the work of each stage in a new process, because newly loaded code is slow at first as well. */
async function bareFan(): Promise<Measured> {
  const startedAt = performance.now();
  let processorMs = 0;
  const half = async (): Promise<void> => {
    for (let i = 0; i < FAN / 2; i++) {
      const measured = await measure([Deno.execPath(), "run", `${scratch}/spin.ts`], scratch);
      processorMs += measured.processorMs ?? NaN;
    }
  };
  await Promise.all([half(), half()]);
  return { elapsedMs: performance.now() - startedAt, processorMs, peakBytes: null, stdout: "" };
}

/** The share of two cores' time that was used. */
function busy({ processorMs, elapsedMs }: Measured): number {
  return (processorMs ?? NaN) / (2 * elapsedMs);
}

/** Measures a stage that returns a large artifact and a stage that reads it. */
async function benchMemory(): Promise<void> {
  const steps: Step[] = [{ name: "large", needs: [] }, { name: "reader", needs: ["large"] }];
  const folder = await project(
    steps,
    ({ name }) =>
      name === "large"
        ? `const data = new Uint8Array(${LARGE_BYTES}); for (let i = 0; i < data.length; i++) data[i] = i;
  const x = tensor("uint8", [data.length], data);`
        : "let x = 0; for (const byte of inputs.large.data) x += byte;",
  );
  const { peakBytes, elapsedMs } = await measure(await projectCommand(), folder);
  const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(0)} MB`;
  const budget = 4 * LARGE_BYTES + 300e6;
  printRow(`an artifact of ${megabytes(LARGE_BYTES)}`, `${(elapsedMs / 1000).toFixed(2)} s`, "");
  printRow(
    "  peak memory",
    peakBytes === null ? "unknown here" : megabytes(peakBytes),
    megabytes(budget),
  );
}

async function project(steps: readonly Step[], body?: StageBody): Promise<string> {
  const folder = await Deno.makeTempDir({ dir: scratch });
  await generateProject(folder, steps, body);
  return folder;
}

function percent(ratio: number): string {
  return `${(100 * ratio).toFixed(0)} %`;
}

function printRow(name: string, found: string, budget: string): void {
  const limit = budget === "" ? "" : `   (budget ${budget})`;
  console.log(`${name.padEnd(38)} ${found.padStart(10)}${limit}`);
}
