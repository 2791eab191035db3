/**
 * Measures the train stage as the pipeline runs it: the stage's time, and the memory of the whole process.
 *
 * @module
 */
// deno-lint-ignore-file no-console -- the output is the result
import { fromFileUrl } from "../../lib/engine/paths.ts";
import { measure, median } from "../processes.ts";
import { taskFlags } from "../task_flags.ts";

const ROUNDS = 5;

/** The costs of the train stage with the default recipe. */
export interface StageCost {
  /** The shortest time. */
  readonly elapsedMs: number;
  /** The largest peak memory; `null` except on Linux. */
  readonly peakBytes: number | null;
}

/** Runs the stage alone, in a temporary store below `artifacts`. */
export async function measureStage(): Promise<StageCost> {
  const root = fromFileUrl(new URL("../..", import.meta.url));
  const store = await Deno.makeTempDir({ dir: `${root}/artifacts` });
  try {
    const pipeline = [Deno.execPath(), ...await taskFlags(), "pipeline.ts", "--artifacts", store];
    await measure([...pipeline, "--until", "train"], root);
    const costs: { elapsedMs: number; peakBytes: number | null }[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      const only = ["--json", "--only", "train", "--force=train"];
      const { stdout, peakBytes } = await measure([...pipeline, ...only], root);
      const { stages } = JSON.parse(stdout) as { stages: { name: string; elapsedMs: number }[] };
      costs.push({ elapsedMs: stages.find(({ name }) => name === "train")!.elapsedMs, peakBytes });
    }
    return summary(costs);
  } finally {
    await Deno.remove(store, { recursive: true });
  }
}

function summary(costs: readonly StageCost[]): StageCost {
  const times = costs.map(({ elapsedMs }) => elapsedMs);
  const peaks = costs.map(({ peakBytes }) => peakBytes);
  const peakBytes = peaks.reduce((a, b) => a === null || b === null ? null : Math.max(a, b), 0);
  const memory = peakBytes === null ? "unknown" : `${(peakBytes / 1e6).toFixed(0)} MB`;
  console.log(
    `\nThe default recipe's train stage, ${ROUNDS} times: ${
      median(times).toFixed(0)
    } ms (median), ` +
      `${Math.min(...times).toFixed(0)} ms (best); memory of its process ${memory}`,
  );
  return { elapsedMs: Math.min(...times), peakBytes };
}
