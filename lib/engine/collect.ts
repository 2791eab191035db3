/**
 * What a collection of the store must leave: all that the pipeline needs as it is now, and what the
 * runs that are kept have used.
 *
 * @module
 */
import { type CacheKey, type CodeDigest, parseCacheKey, parseCodeDigest } from "../codec/digest.ts";
import type { Limits, Roots } from "../store/gc.ts";
import type { StageRecord, Store, StoredRun } from "../store/store.ts";
import type { GcRequest } from "./engine.ts";
import { UsageError } from "./errors.ts";
import type { Identities, Project } from "./identity.ts";
import { makePlan } from "./planner.ts";
import type { CheckedRequest } from "./request.ts";

/**
 * The limits of a request.
 *
 * @throws {UsageError} unless they are whole numbers from 0.
 */
export function checkedLimits({ keepRuns, maxBytes }: GcRequest): Limits {
  const limits = { keepRuns, maxBytes };
  const problems = Object.entries(limits).flatMap(([name, value]) => {
    if (value === undefined || (Number.isSafeInteger(value) && value >= 0)) return [];
    return [{ subject: name, message: `${name} must be a whole number from 0, got ${value}` }];
  });
  if (problems.length > 0) throw new UsageError(problems);
  return {
    ...(keepRuns === undefined ? {} : { keepRuns }),
    ...(maxBytes === undefined ? {} : { maxBytes }),
  };
}

/** What has to stay. Of a stage that waits for others to run, every record that may turn out to fit. */
export async function rootsOf(
  identities: Identities,
  request: CheckedRequest,
  store: Store,
  project: Project,
): Promise<Roots> {
  const { stages } = await makePlan(identities, request, store, project);
  const current = new Set<CacheKey>();
  const bundles = new Set<CodeDigest>();
  for (const { name, key } of stages) {
    const { ownDigest, parts } = await identities.get(name)!;
    bundles.add(parts.code);
    if (key !== null) current.add(key);
    else for (const record of store.recordsByOwnDigest(name, ownDigest)) current.add(record.key);
  }
  return { current, bundles, usedBy, codeOf };
}

/** The keys in a run's row; rows of earlier versions have none. */
function usedBy({ summary }: StoredRun): CacheKey[] {
  const { stages } = (summary ?? {}) as { readonly stages?: unknown };
  if (!Array.isArray(stages)) return [];
  return stages.flatMap((stage: { readonly key?: unknown } | null) =>
    orNone(stage?.key, parseCacheKey)
  );
}

/** The bundle that a record was made by. */
function codeOf({ parts }: StageRecord): CodeDigest | null {
  const { code } = (parts ?? {}) as { readonly code?: unknown };
  return orNone(code, parseCodeDigest)[0] ?? null;
}

function orNone<T>(text: unknown, parse: (text: string) => T): T[] {
  try {
    return typeof text === "string" ? [parse(text)] : [];
  } catch {
    return [];
  }
}
