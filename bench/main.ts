/**
 * `deno task bench`: measures the pipeline without changes, relative to an empty Deno program, and from an
 * empty store. Times are medians; the machine is printed.
 *
 * @module
 */
// deno-lint-ignore-file no-console -- the output is the result
import { fromFileUrl } from "../lib/engine/paths.ts";
import { machine } from "./machine.ts";
import { measure, median, medians } from "./processes.ts";
import { taskFlags } from "./task_flags.ts";

const root = fromFileUrl(new URL("..", import.meta.url)).replace(/\/$/, "");
const deno = Deno.execPath();
const flags = await taskFlags();

const scratch = await Deno.makeTempDir({ dir: `${root}/artifacts` });
try {
  console.log(await machine());
  await benchNoop();
  await benchCold();
} finally {
  await Deno.remove(scratch, { recursive: true });
}

/** Measures a run without changes, relative to Deno running an empty file. */
async function benchNoop(): Promise<void> {
  const empty = `${scratch}/empty.ts`;
  await Deno.writeTextFile(empty, "");
  await measure([deno, "task", "pipeline"], root);
  const times = await medians(
    {
      "deno run empty.ts": [deno, "run", empty],
      "deno run … pipeline.ts, nothing changed": [deno, ...flags, "pipeline.ts"],
      "deno task pipeline, nothing changed": [deno, "task", "pipeline"],
    },
    root,
    31,
  );
  const base = times.get("deno run empty.ts")!;
  console.log("\nA run without changes (medians of 31)\n");
  for (const [name, elapsedMs] of times) {
    console.log(
      `${name.padEnd(42)} ${elapsedMs.toFixed(0).padStart(5)} ms ${
        (elapsedMs / base).toFixed(1)
      } ×`,
    );
  }
}

/** Measures a run from an empty store. */
async function benchCold(): Promise<void> {
  const runs: { total: number; train: number; peakBytes: number | null }[] = [];
  for (let round = 0; round < 5; round++) {
    const store = `${scratch}/store-${round}`;
    const command = [deno, ...flags, "pipeline.ts", "run", "--json", "--artifacts", store];
    const { elapsedMs, peakBytes, stdout } = await measure(command, root);
    const { stages } = JSON.parse(stdout) as { stages: { name: string; elapsedMs: number }[] };
    const train = stages.find(({ name }) => name === "train")!.elapsedMs;
    runs.push({ total: elapsedMs, train, peakBytes });
    await Deno.remove(store, { recursive: true });
  }
  const seconds = (values: readonly number[]): string => `${(median(values) / 1000).toFixed(2)} s`;
  const peaks = runs.flatMap(({ peakBytes }) => peakBytes ?? []);
  console.log("\nA run from an empty store, 60,000 images (medians of 5)\n");
  console.log(
    `start to end                               ${seconds(runs.map(({ total }) => total))}`,
  );
  console.log(
    `of which training                          ${seconds(runs.map(({ train }) => train))}`,
  );
  console.log(
    `everything else                            ${
      seconds(runs.map(({ total, train }) => total - train))
    }`,
  );
  if (peaks.length > 0) {
    console.log(
      `peak memory, largest of the 5              ${(Math.max(...peaks) / 1e6).toFixed(0)} MB`,
    );
  }
}
