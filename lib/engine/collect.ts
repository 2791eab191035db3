/**
 * What a collection of the store must leave: all that the pipeline needs as it is now, and what the
 * runs that are kept have used.
 *
 * @module
 */
import { type CacheKey, type CodeDigest, parseCodeDigest } from "../codec/digest.ts";
import { collect, type Collection, foresee, type Limits, type Roots } from "../store/gc.ts";
import type { Pipelines } from "../store/other_needs.ts";
import { object, orNull, string } from "../store/parse.ts";
import type { StageRecord, Store } from "../store/store.ts";
import type { GcRequest } from "./engine.ts";
import { UsageError } from "./errors.ts";
import type { Pipeline } from "./graph.ts";
import { identifyAll, type Identities, type Project } from "./identity.ts";
import { ownDigestOf } from "./key.ts";
import { fileOfOwner, isGone } from "./owner.ts";
import { keysOf, stagesOf } from "./past_run.ts";
import { makePlan } from "./planner.ts";
import type { CheckedRequest } from "./request.ts";
import { staleMemos } from "./stale_memos.ts";

/** Whose store is collected. */
export interface CollectOptions {
  readonly pipeline: Pipeline;
  /** The file that stands for the pipeline, relative to the store. */
  readonly owner: string;
  readonly store: Store;
}

/** Collects, or says what it would do; see `Engine.gc`. */
export async function collectStore(
  checked: CheckedRequest,
  request: GcRequest,
  options: CollectOptions,
  openProject: () => Project,
): Promise<Collection> {
  const { store } = options;
  const limits = checkedLimits(request);
  const work = async (action: typeof collect): Promise<Collection> => {
    // Only now: what is needed must be worked out from what others have left.
    using project = openProject();
    const identities = await identifyAll(checked.nodes, checked.params, project);
    return await action(store, await rootsOf(identities, checked, options, project), limits);
  };
  const { dryRun = false, onWait = () => {} } = request;
  if (!dryRun) return await store.whileUnused(onWait, () => work(collect));
  await store.use();
  return await work(foresee);
}

/** Throws unless they are whole numbers from 0. */
function checkedLimits({ keepRuns, maxBytes, all = false }: Limits): Limits {
  const limits = { keepRuns, maxBytes };
  const problems = Object.entries(limits).flatMap(([name, value]) => {
    if (value === undefined || (Number.isSafeInteger(value) && value >= 0)) return [];
    return [{ subject: name, message: `${name} must be a whole number from 0, got ${value}` }];
  });
  if (problems.length > 0) throw new UsageError(problems);
  return {
    all,
    ...(keepRuns === undefined ? {} : { keepRuns }),
    ...(maxBytes === undefined ? {} : { maxBytes }),
  };
}

/** What has to stay. Of a stage that waits for others to run, every record that may turn out to fit. */
async function rootsOf(
  identities: Identities,
  request: CheckedRequest,
  options: CollectOptions,
  project: Project,
): Promise<Roots> {
  const { store } = options;
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
  const { files, code } = store.memos();
  const stale = staleMemos(files.keys(), code, project.root);
  return { current, bundles, usedBy: keysOf, codeOf, pipelines: pipelinesOf(options), stale };
}

/**
 * Whose is what. Runs of a pipeline whose file is gone are nobody's, and so this one's; of runs of
 * earlier versions, which do not tell, those are taken for this one's whose stages it all has.
 */
function pipelinesOf({ pipeline, owner, store: { folder } }: CollectOptions): Pipelines {
  const own = fileOfOwner(folder, owner);
  const names = new Set(pipeline.nodes.map(({ name }) => name));
  const others = new Map<string, string | "own">();
  const livingOther = (other: string): string | "own" => {
    const path = fileOfOwner(folder, other);
    return path === own || isGone(path) ? "own" : path;
  };
  return {
    owner,
    otherOf: (other, stages) => {
      if (other === undefined) return stages.every((name) => names.has(name)) ? "own" : null;
      const found = others.get(other) ?? livingOther(other);
      others.set(other, found);
      return found;
    },
    fileOf: (other) => fileOfOwner(folder, other),
    stagesOf,
  };
}

/** The bundle that a record was made by. */
function codeOf({ parts }: StageRecord): CodeDigest | null {
  return orNull(() => parseCodeDigest(string(object(parts)["code"])));
}
