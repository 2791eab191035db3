/**
 * A run whose process ended before it did. What it finished has records; what it was busy with is all
 * else that is known.
 *
 * @module
 */
import type { StoredRun } from "../store/store.ts";
import type { Store } from "../store/store.ts";
import { pastRun, type PastStage, type RunSummary } from "./past_run.ts";

/** The row of such a run, completed as far as that can be done. */
export function diedRun(
  run: StoredRun,
  busyWith: readonly string[],
  store: Pick<Store, "recordsOfRun">,
): StoredRun {
  const { params, settings, until, only, command, sweep } = pastRun(run);
  const made = store.recordsOfRun(run.id).reverse();
  const none = { reasons: [], error: null, log: [] };
  const stages: PastStage[] = [
    ...made.map(({ stage, key, elapsedMs }) =>
      ({ name: stage, state: "ran", key, elapsedMs, ...none }) as const
    ),
    ...busyWith.map((name) =>
      ({ name, state: "died", key: null, elapsedMs: null, ...none }) as const
    ),
  ];
  const summary: RunSummary = { params, settings, until, only, command, sweep, stages };
  const metrics = Object.assign({}, ...made.map((record) => record.metrics));
  return { ...run, outcome: "died", metrics, summary };
}
