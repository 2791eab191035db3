/**
 * What goes when runs go: with each run what nothing that stays needs, nor a newer run that goes. So
 * the first to go, the oldest, takes least.
 *
 * @module
 */
import type { CacheKey, Digest } from "../codec/digest.ts";
import type { Holdings } from "./holdings.ts";
import type { Pipelines } from "./other_needs.ts";
import type { Kept, StageRecord } from "./store.ts";

/** An artifact that goes. */
export interface RemovedArtifact {
  readonly stage: string;
  readonly output: string;
  readonly digest: Digest;
  readonly sizeBytes: number;
}

/** A run that goes. */
export interface RemovedRun {
  readonly id: string;
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  /** Absolute path of the file of the pipeline that was run; `null` where it is not known. */
  readonly pipeline: string | null;
  /** How many records go with it. */
  readonly records: number;
  readonly artifacts: readonly RemovedArtifact[];
  /** Bytes of the artifacts. */
  readonly objectBytes: number;
}

/** The runs that are not kept, newest first. */
export function removedRuns(
  holdings: Holdings,
  kept: Kept,
  { fileOf }: Pick<Pipelines, "fileOf">,
): RemovedRun[] {
  const goneRecords = new Set<CacheKey>();
  const goneObjects = new Set<Digest>();
  return holdings.runs.filter(({ id }) => !kept.runs.has(id)).map((run) => {
    const records = holdings.recordsOf(run).filter(({ key }) =>
      !kept.records.has(key) && !goneRecords.has(key)
    );
    for (const { key } of records) goneRecords.add(key);
    const artifacts = records.flatMap(artifactsOf).filter(({ digest }) => {
      if (kept.objects.has(digest) || goneObjects.has(digest)) return false;
      goneObjects.add(digest);
      return true;
    });
    return {
      id: run.id,
      startedAt: run.startedAt,
      pipeline: run.owner === undefined ? null : fileOf(run.owner),
      records: records.length,
      artifacts,
      objectBytes: artifacts.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
    };
  });
}

function artifactsOf({ stage, outputs }: StageRecord): RemovedArtifact[] {
  return outputs.map(({ name, digest, sizeBytes }) => ({ stage, output: name, digest, sizeBytes }));
}
