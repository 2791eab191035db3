/**
 * `deno task bench:runs`: measures `run` and `runs` in a store with ten thousand runs and in a store with
 * one, relative to an empty program. Times are medians of alternating rounds.
 *
 * @module
 */
// deno-lint-ignore-file no-console -- the output is the result
import { Database } from "../lib/store/database.ts";
import { LocalStore } from "../lib/store/local_store.ts";
import { insertRun, runText } from "../lib/store/rows.ts";
import type { StoredRun } from "../lib/store/store.ts";
import { FIVE } from "./dag.ts";
import { generateProject, projectCommand } from "./generate_project.ts";
import { machine } from "./machine.ts";
import { measure, medians } from "./processes.ts";

const RUNS = 10_000;
const ROUNDS = 15;
const BUDGET_MS = 150;

const scratch = await Deno.makeTempDir({ prefix: "bench-runs-" });
try {
  console.log(`${await machine()}\n`);
  const one = await project("one");
  const many = await project("many");
  fill(`${many}/artifacts`);
  await Deno.writeTextFile(`${scratch}/empty.ts`, "");
  const artifacts = ["--artifacts", `${many}/artifacts`];
  const sorted = ["--sort", "test.accuracy"];
  const found = await medians(
    {
      "deno run empty.ts": [Deno.execPath(), "run", `${scratch}/empty.ts`],
      "run, nothing changed, one run kept": await projectCommand(),
      [`run, nothing changed, ${RUNS} kept`]: await projectCommand("run", ...artifacts),
      "runs, one kept": await projectCommand("runs"),
      [`runs, ${RUNS} kept`]: await projectCommand("runs", ...artifacts),
      "  --sort test.accuracy": await projectCommand("runs", ...artifacts, ...sorted),
      "  --limit 100 --json": await projectCommand("runs", ...artifacts, "--limit=100", "--json"),
    },
    one,
    ROUNDS,
  );
  const [baseline = NaN] = found.values();
  for (const [name, elapsedMs] of found) {
    const ratio = `${(elapsedMs / baseline).toFixed(1)} ×`.padStart(7);
    const budget = /^runs,|^ /.test(name) ? `   (budget ${BUDGET_MS} ms on an idle machine)` : "";
    console.log(`${name.padEnd(36)} ${elapsedMs.toFixed(0).padStart(6)} ms ${ratio}${budget}`);
  }
} finally {
  await Deno.remove(scratch, { recursive: true });
}

/** Makes a project and runs it twice, so that the second run found it up to date. */
async function project(name: string): Promise<string> {
  const folder = `${scratch}/${name}`;
  await Deno.mkdir(folder);
  await generateProject(folder, FIVE);
  await measure(await projectCommand(), folder);
  await new Promise((resolve) => setTimeout(resolve, 1200));
  await measure(await projectCommand(), folder);
  return folder;
}

/** Adds copies of the store's run with other metrics, in one transaction. */
function fill(folder: string): void {
  using store = new LocalStore(folder);
  const [model] = store.runs(1);
  using database = new Database(`${folder}/state.db`);
  database.transaction((run) => {
    for (let i = 1; i < RUNS; i++) {
      const stored = varied(model!, i);
      insertRun(stored, runText(stored), run);
    }
  });
}

function varied(model: StoredRun, i: number): StoredRun {
  const startedAt = new Date(Date.parse(model.startedAt) + i * 60_000).toISOString();
  const id = `${startedAt.replace(/[-:]|\.\d+Z/g, "")}-${i.toString(16).padStart(6, "0")}`;
  const metrics = Object.fromEntries(
    ["train", "validation", "test"].flatMap((split) => [
      [`${split}.loss`, ((i * 7919) % RUNS) / RUNS],
      [`${split}.accuracy`, ((i * 104_729) % RUNS) / RUNS],
    ]),
  );
  return { ...model, id, startedAt, name: i % 100 === 0 ? `run-${i}` : null, metrics };
}
