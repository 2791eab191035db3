/**
 * What a run would do, without doing any of it.
 *
 * @module
 */
import type { Digest } from "../codec/digest.ts";
import type { StageRecord, Store } from "../store/store.ts";
import type { Identities, Identity, Project } from "./identity.ts";
import { ownDigestOf } from "./key.ts";
import { lookUp, reasonsOfMiss } from "./lookup.ts";
import type { Reason } from "./reason.ts";
import type { CheckedRequest } from "./request.ts";
import type { Artifacts, Origin, Plan, StagePlan } from "./result.ts";
import { type KnownInputs, parseStoredParts } from "./stored_parts.ts";

/** Plans stages, which stand in topological order. Throws if one cannot be bundled. */
export async function makePlan(
  identities: Identities,
  request: CheckedRequest,
  store: Store,
  project: Project,
): Promise<Plan> {
  const planned = new Map<string, StagePlan>();
  for (const [name, identity] of identities) {
    planned.set(name, await planStage(await identity, planned, request, store, project));
  }
  return { stages: [...planned.values()] };
}

async function planStage(
  identity: Identity,
  upstream: ReadonlyMap<string, StagePlan>,
  request: CheckedRequest,
  store: Store,
  project: Project,
): Promise<StagePlan> {
  const { node, params } = identity;
  const { name } = node;
  const { known, pending } = splitInputs(identity, upstream);
  const forced: Reason[] = request.isForced(name) ? [{ kind: "forced", subject: name }] : [];

  if (pending.length === 0) {
    const found = await lookUp(identity, known, store, project);
    if (found.type === "miss") {
      return { name, params, action: "run", reasons: found.reasons, key: found.key };
    }
    if (forced.length > 0) return { name, params, action: "run", reasons: forced, key: found.key };
    return {
      name,
      params,
      action: "fresh",
      reasons: [],
      key: found.key,
      origin: originOf(found.record),
      outputs: artifactsOf(found.record),
      metrics: found.record.metrics,
    };
  }
  const candidates = store.recordsByOwnDigest(name, await ownDigestOf(identity.parts));
  const mayHit = candidates.some((record) => fits(record, known));
  if (mayHit && forced.length === 0) {
    const reasons = pending.map((subject): Reason => ({ kind: "input", subject }));
    return { name, params, action: "may-run", reasons, key: null };
  }
  const reasons = mayHit ? forced : await reasonsOfMiss(identity, known, store, project);
  return { name, params, action: "run", reasons, key: null };
}

/** Inputs whose digests are known, and edges that a run has yet to make. */
function splitInputs(
  { node }: Identity,
  upstream: ReadonlyMap<string, StagePlan>,
): { known: KnownInputs; pending: string[] } {
  const known: Record<string, Digest> = {};
  const pending: string[] = [];
  for (const [input, edge] of Object.entries(node.inputs)) {
    const plan = upstream.get(edge.node);
    const artifact = plan?.action === "fresh" ? plan.outputs[edge.output] : undefined;
    if (artifact === undefined) pending.push(`${edge.node}.${edge.output}`);
    else known[input] = artifact.digest;
  }
  return { known, pending };
}

/** Whether a record's inputs agree with those that are known. */
function fits(record: StageRecord, known: KnownInputs): boolean {
  const inputs = parseStoredParts(record.parts)?.inputs;
  return Object.entries(known).every(([name, digest]) => inputs?.[name]?.digest === digest);
}

/** Where a record comes from. */
export function originOf({ run, madeAt, elapsedMs }: StageRecord): Origin {
  return { run, madeAt, elapsedMs };
}

/** A record's artifacts by output name. */
export function artifactsOf(record: StageRecord): Artifacts {
  return Object.fromEntries(
    record.outputs.map(({ name, digest, sizeBytes }) => [name, { digest, sizeBytes }]),
  );
}
