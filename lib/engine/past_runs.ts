/**
 * What an engine can be asked of the past. Only `nameRun` writes anything.
 *
 * @module
 */
import type { CacheKey } from "../codec/digest.ts";
import type { PastRun } from "./past_run.ts";
import type { RecordedStage } from "./recorded_stage.ts";

/** Which past runs to list. */
export interface RunsQuery {
  /** How many at most, from 1. Default: all. */
  readonly limit?: number;
  /**
   * A headline figure to sort by, those that lack it last: the best first, as its stage declares it, or
   * the largest where none does. Default: newest first.
   */
  readonly sort?: string;
}

/** The part of an engine that knows past runs. */
export interface PastRuns {
  /**
   * Runs that executed something, newest first. One whose process ended before it did is `died`, one
   * that goes on is `running`.
   *
   * @throws {UsageError} if the limit is out of bounds, or no run has the figure to sort by.
   *
   * @example
   * ```ts
   * import { openEngine } from "./open.ts";
   * import { definePipeline } from "./graph.ts";
   * import { assertEquals } from "@std/assert";
   *
   * const root = await Deno.makeTempDir();
   * using engine = openEngine({ pipeline: definePipeline([]), root });
   * assertEquals(await engine.runs({ limit: 10 }), []);
   * ```
   */
  runs(query?: RunsQuery): Promise<readonly PastRun[]>;
  /**
   * The run that a person means: by the beginning of its id, by its name, as `latest`, or as
   * `latest~1`, the one before.
   *
   * @throws {UsageError} if no run fits, or several do.
   *
   * @example
   * ```ts
   * import { openEngine } from "./open.ts";
   * import { definePipeline } from "./graph.ts";
   * import { assertRejects } from "@std/assert";
   *
   * const root = await Deno.makeTempDir();
   * using engine = openEngine({ pipeline: definePipeline([]), root });
   * await assertRejects(() => engine.pastRun("latest"), Error, 'There is no run "latest"');
   * ```
   */
  pastRun(reference: string): Promise<PastRun>;
  /**
   * Gives a run another name, or none; the run as it is then.
   *
   * @throws {UsageError} if no run or several fit `reference`, a run cannot be called so (see
   * `checkRunName`), or another one is.
   * @throws {EnvironmentError} if the store cannot be written.
   *
   * @example
   * ```ts
   * import { openEngine } from "./open.ts";
   * import { definePipeline } from "./graph.ts";
   * import { MemoryStore } from "../store/memory_store.ts";
   * import { assertEquals } from "@std/assert";
   *
   * const store = new MemoryStore();
   * const id = "20261122T093747-5c8448";
   * const run = { elapsedMs: 5, outcome: "ok", name: null, metrics: {}, summary: null } as const;
   * store.putRun({ ...run, id, startedAt: "2026-11-22T09:37:47.000Z" });
   * using engine = openEngine({ pipeline: definePipeline([]), root: "/" }, store);
   * await engine.nameRun("2026", "baseline");
   * assertEquals((await engine.pastRun("baseline")).id, id);
   * ```
   */
  nameRun(reference: string, name: string | null): Promise<PastRun>;
  /**
   * What is known of the execution under a key, as runs name it for each stage: what it was made of
   * and what came out. `null` if it is not kept.
   *
   * @example
   * ```ts
   * import { openEngine } from "./open.ts";
   * import { definePipeline } from "./graph.ts";
   * import { parseCacheKey } from "../codec/digest.ts";
   * import { assertEquals } from "@std/assert";
   *
   * const root = await Deno.makeTempDir();
   * using engine = openEngine({ pipeline: definePipeline([]), root });
   * assertEquals(await engine.recorded(parseCacheKey("0".repeat(64))), null);
   * ```
   */
  recorded(key: CacheKey): Promise<RecordedStage | null>;
}
