/**
 * What a collection of the store must leave: all that the pipeline needs as it is now, and what the
 * runs that are kept have used.
 *
 * @module
 */
import { type CacheKey, type CodeDigest, parseCodeDigest } from "../codec/digest.ts";
import { collect, type Collection, foresee, type Limits, type Roots } from "../store/gc.ts";
import { object, orNull, string } from "../store/parse.ts";
import type { StageRecord, Store } from "../store/store.ts";
import type { GcRequest } from "./engine.ts";
import { UsageError } from "./errors.ts";
import { identifyAll, type Identities, type Project } from "./identity.ts";
import { ownDigestOf } from "./key.ts";
import { keysOf } from "./past_run.ts";
import { makePlan } from "./planner.ts";
import type { CheckedRequest } from "./request.ts";

/** Collects, or says what it would do; see `Engine.gc`. */
export async function collectStore(
  checked: CheckedRequest,
  request: GcRequest,
  store: Store,
  openProject: () => Project,
): Promise<Collection> {
  const limits = checkedLimits(request);
  const work = async (action: typeof collect): Promise<Collection> => {
    // Only now: what is needed must be worked out from what others have left.
    using project = openProject();
    const identities = await identifyAll(checked.nodes, checked.params, project);
    return await action(store, await rootsOf(identities, checked, store, project), limits);
  };
  const { dryRun = false, onWait = () => {} } = request;
  if (!dryRun) return await store.whileUnused(onWait, () => work(collect));
  await store.use();
  return await work(foresee);
}

/** Throws unless they are whole numbers from 0. */
function checkedLimits({ keepRuns, maxBytes }: Limits): Limits {
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
async function rootsOf(
  identities: Identities,
  request: CheckedRequest,
  store: Store,
  project: Project,
): Promise<Roots> {
  const { stages } = await makePlan(identities, request, store, project);
  const current = new Set<CacheKey>();
  const bundles = new Set<CodeDigest>();
  for (const { name, key } of stages) {
    const { parts } = await identities.get(name)!;
    bundles.add(parts.code);
    if (key !== null) {
      current.add(key);
      continue;
    }
    const fitting = store.recordsByOwnDigest(name, await ownDigestOf(parts));
    for (const record of fitting) current.add(record.key);
  }
  return { current, bundles, usedBy: keysOf, codeOf };
}

/** The bundle that a record was made by. */
function codeOf({ parts }: StageRecord): CodeDigest | null {
  return orNull(() => parseCodeDigest(string(object(parts)["code"])));
}
