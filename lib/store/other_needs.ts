/**
 * What other pipelines need of a store that is collected for one of them. Their code is not loaded, so
 * everything that their runs and claims lead to counts as needed.
 *
 * @module
 */
import type { CacheKey } from "../codec/digest.ts";
import type { Holdings } from "./holdings.ts";
import type { Claim, StageRecord, StoredRun } from "./store.ts";

/** Tells the pipelines that share a store apart; the engine knows. */
export interface Pipelines {
  /** The file of the pipeline that the store is collected for, relative to the store. */
  readonly owner: string;
  /**
   * Absolute path of the other pipeline that something belongs to. `"own"` if it belongs to none
   * whose file is still there; `null` if it is not known whose it is, and another's by its stages.
   */
  readonly otherOf: (owner: string | undefined, stages: readonly string[]) => string | null | "own";
  /** Absolute path of an owner's file. */
  readonly fileOf: (owner: string) => string;
  /** Names of the stages in a run's row. */
  readonly stagesOf: (run: StoredRun) => readonly string[];
}

/** What one other pipeline needs. */
export interface OtherNeeds {
  /** Absolute path of its file; `null` where it is not known which pipeline it is. */
  readonly pipeline: string | null;
  readonly runs: readonly StoredRun[];
  readonly records: readonly StageRecord[];
}

/** The needs of each other pipeline; a record that several need is with each of them. */
export function needsOfOthers(
  holdings: Holdings,
  claims: readonly Claim[],
  { otherOf, stagesOf }: Pipelines,
): OtherNeeds[] {
  const runs = Map.groupBy(holdings.runs, (run) => otherOf(run.owner, stagesOf(run)));
  const claimed = Map.groupBy(claims, ({ owner }) => otherOf(owner, []));
  const isClaimed = new Set(claims.map(({ key }) => key));
  const orphans = Map.groupBy(
    holdings.orphans().filter(({ key }) => !isClaimed.has(key)),
    ({ stage }) => otherOf(undefined, [stage]),
  );
  const others = new Set([...runs.keys(), ...claimed.keys(), ...orphans.keys()]);
  others.delete("own");
  return [...others].map((pipeline) => {
    const own = runs.get(pipeline) ?? [];
    const keys: CacheKey[] = (claimed.get(pipeline) ?? []).map(({ key }) => key);
    const records = [
      ...own.flatMap((run) => holdings.recordsOf(run)),
      ...holdings.found(keys),
      ...orphans.get(pipeline) ?? [],
    ];
    return { pipeline, runs: own, records: [...new Set(records)] };
  });
}
