/**
 * `deno task bench:load`: what the engine costs while it works. The overhead of a stage, how busy it
 * keeps two cores, and the peak of memory for a large artifact, each beside its budget. Figures of
 * time are medians by turns with a yardstick, as the machine may have other things to do.
 *
 * @module
 */
// deno-lint-ignore-file no-console -- the output is the result
import { layered, type Step } from "./dag.ts";
import { generateProject, projectCommand, type StageBody } from "./generate_project.ts";
import { machine } from "./machine.ts";
import { measure, type Measured, median } from "./processes.ts";

const LARGE_BYTES = 200_000_000;
const FAN = 32;
const ROUNDS = 5;

/** Computes for a while, without memory. */
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

/** A hundred stages that do next to nothing, one after the other, beside a run that finds them done. */
async function benchOverhead(): Promise<void> {
  const steps = layered(100, 10);
  const folder = await project(steps);
  const first = await measure(await projectCommand("run", "--jobs", "1"), folder);
  const again: number[] = [];
  const noop: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const forced = await measure(await projectCommand("run", "--jobs", "1", "--force"), folder);
    again.push(forced.elapsedMs);
    noop.push((await measure(await projectCommand(), folder)).elapsedMs);
  }
  const base = median(noop);
  const perStage = (elapsedMs: number): string =>
    `${((elapsedMs - base) / steps.length).toFixed(1)} ms`;
  tell("overhead of an executed stage", perStage(median(again)), "60 ms");
  tell("  with bundling its code", perStage(first.elapsedMs), "");
}

/** One stage, then many that need it: two at once, beside bare processes that do just the work. */
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
  tell(`${FAN} stages, two at a time: cores busy`, percent(median(ours.map(busy))), "85 %");
  tell("  as bare processes, two at a time", percent(median(bare.map(busy))), "");
  const took = (runs: readonly Measured[]): number => median(runs.map((one) => one.elapsedMs));
  tell("  our time to theirs", `${(took(ours) / took(bare)).toFixed(2)} ×`, "");
}

/** The same work in a process for each stage: code that has just been loaded is slow at first. */
async function bareFan(): Promise<Measured> {
  const startedAt = performance.now();
  let processorMs = 0;
  const half = async (): Promise<void> => {
    for (let i = 0; i < FAN / 2; i++) {
      const one = await measure([Deno.execPath(), "run", `${scratch}/spin.ts`], scratch);
      processorMs += one.processorMs ?? NaN;
    }
  };
  await Promise.all([half(), half()]);
  return { elapsedMs: performance.now() - startedAt, processorMs, peakBytes: null, stdout: "" };
}

/** The part of two cores that was used from start to end. */
function busy({ processorMs, elapsedMs }: Measured): number {
  return (processorMs ?? NaN) / (2 * elapsedMs);
}

/** A large artifact is made by one stage and taken by another. */
async function benchMemory(): Promise<void> {
  const steps: Step[] = [{ name: "large", needs: [] }, { name: "taker", needs: ["large"] }];
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
  tell(`an artifact of ${megabytes(LARGE_BYTES)}`, `${(elapsedMs / 1000).toFixed(2)} s`, "");
  tell(
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

function tell(what: string, found: string, budget: string): void {
  const limit = budget === "" ? "" : `   (budget ${budget})`;
  console.log(`${what.padEnd(38)} ${found.padStart(10)}${limit}`);
}
