/**
 * Hit or miss: whether the store holds what an execution would give.
 *
 * @module
 */
import type { CacheKey } from "../codec/digest.ts";
import type { StageRecord, Store } from "../store/store.ts";
import type { Identity, Project } from "./identity.ts";
import { keyOf } from "./key.ts";
import type { Reason } from "./reason.ts";
import type { KnownInputs } from "./stored_parts.ts";

/** What a lookup finds. */
export type Lookup =
  | { readonly type: "hit"; readonly key: CacheKey; readonly record: StageRecord }
  | { readonly type: "miss"; readonly key: CacheKey; readonly reasons: readonly Reason[] };

/** How many of a stage's records are searched for the one that differs least. */
const RECORDS_TO_COMPARE = 100;

/** Looks an execution up by its key. */
export async function lookUp(
  identity: Identity,
  inputs: KnownInputs,
  store: Store,
  project: Project,
): Promise<Lookup> {
  const key = await keyOf({ ...identity.parts, inputs });
  const record = store.record(key);
  if (record === null) {
    return { type: "miss", key, reasons: await reasonsOfMiss(identity, inputs, store, project) };
  }
  const reasons = outputReasons(identity, record, store);
  return reasons.length > 0 ? { type: "miss", key, reasons } : { type: "hit", key, record };
}

/** The record of a key, if all of its objects are there: without reasons, which take time. */
export function wholeRecord(identity: Identity, key: CacheKey, store: Store): StageRecord | null {
  const record = store.record(key);
  return record === null || outputReasons(identity, record, store).length > 0 ? null : record;
}

/** Why an execution with these known inputs has no record. */
export async function reasonsOfMiss(
  identity: Identity,
  inputs: KnownInputs,
  store: Store,
  project: Project,
): Promise<readonly Reason[]> {
  const { recordsOf = (stage, limit) => store.recordsOf(stage, limit) } = project;
  const records = recordsOf(identity.node.name, RECORDS_TO_COMPARE);
  // Only now: a run of hits has no reasons.
  const { missReasons } = await import("./staleness.ts");
  return await missReasons(
    identity,
    inputs,
    records,
    project.root,
    (code) => Promise.resolve(project.code.sources(code)),
  );
}

/** A record counts only if all of its objects are there and whole. */
function outputReasons({ node }: Identity, record: StageRecord, store: Store): Reason[] {
  return Object.keys(node.stage.outputs).flatMap((name): Reason[] => {
    const subject = `${node.name}.${name}`;
    const output = record.outputs.find((candidate) => candidate.name === name);
    if (output === undefined) return [{ kind: "missing", subject }];
    const state = store.objectState(output.digest, output.sizeBytes);
    return state === "present" ? [] : [{ kind: state, subject }];
  });
}
