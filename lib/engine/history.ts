/**
 * Past runs as the engine gives them: listed, found, named.
 *
 * @module
 */
import type { Store, StoredRun } from "../store/store.ts";
import type { RunsQuery } from "./engine.ts";
import { diedRun } from "./died_run.ts";
import { UsageError } from "./errors.ts";
import { findRun } from "./find_run.ts";
import type { Pipeline } from "./graph.ts";
import { betterEnd } from "./metrics.ts";
import { nearest } from "./nearest.ts";
import { type PastRun, pastRun } from "./past_run.ts";
import { checkRunName } from "./run_name.ts";
import { nameIsTaken, runThatYields } from "./taken_name.ts";

/** See `Engine.runs`. */
export async function listRuns(
  store: Store,
  pipeline: Pipeline,
  query: RunsQuery,
): Promise<PastRun[]> {
  const { limit = Number.MAX_SAFE_INTEGER, sort } = query;
  if (!Number.isSafeInteger(limit) || limit < 1) {
    const message = `limit must be a whole number from 1, got ${limit}`;
    throw new UsageError([{ subject: "limit", message }]);
  }
  const history = await store.history();
  if (sort === undefined) return await asTheyAre(history.newest(limit, 0), store);
  if (!history.hasMetric(sort)) throw new UsageError([unknownMetric(sort, history.metrics())]);
  const order = betterEnd(pipeline, sort) === "lower" ? "ascending" : "descending";
  return await asTheyAre(history.sortedBy(sort, order, limit), store);
}

/** See `Engine.pastRun`. */
export async function readRun(store: Store, reference: string): Promise<PastRun> {
  const [run] = await asTheyAre([await findRun(store, reference)], store);
  return run!;
}

/** See `Engine.nameRun`. */
export async function nameRun(
  store: Store,
  reference: string,
  name: string | null,
): Promise<PastRun> {
  const { id } = await findRun(store, reference);
  if (name !== null) await refuseName(store, name, id);
  await store.prepareForWriting();
  store.nameRun(id, name);
  return await readRun(store, id);
}

/** Throws if a run may not be called so, or another than `id` is; `null` is a new run. */
export async function refuseName(store: Store, name: string, id: string | null): Promise<void> {
  const problem = checkRunName(name);
  if (problem !== null) throw new UsageError([problem]);
  if (id === null) return void await runThatYields(store, name);
  const holder = (await store.history()).named(name);
  if (holder !== null && holder.id !== id) throw nameIsTaken(name, holder);
}

/** A row says `running` until its run ends; whose process is gone, died. */
function asTheyAre(runs: readonly StoredRun[], store: Store): Promise<PastRun[]> {
  return Promise.all(runs.map(async (run) => {
    const busyWith = run.outcome === "running" ? await store.peekRun(run.id) : null;
    return pastRun(busyWith === null ? run : diedRun(run, busyWith, store));
  }));
}

function unknownMetric(metric: string, known: readonly string[]) {
  const message = `No run has the figure "${metric}"`;
  const near = nearest(metric, known);
  if (near !== undefined) return { subject: metric, message, nearest: near };
  const listed = known.length === 0 ? "there are no figures yet" : `known: ${known.join(", ")}`;
  return { subject: metric, message: `${message}; ${listed}` };
}
