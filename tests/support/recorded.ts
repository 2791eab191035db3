/**
 * Executions and runs made by hand, and what an engine would say of them, for tests of what is worked
 * out from records alone.
 *
 * @module
 */
import {
  type CacheKey,
  type Digest,
  parseCacheKey,
  parseCodeDigest,
  parseDigest,
} from "../../lib/codec/digest.ts";
import type { Asked } from "../../lib/engine/chosen_stage.ts";
import type { PastRun, PastStage, RecordedStage } from "../../lib/engine/engine.ts";
import { UsageError } from "../../lib/engine/errors.ts";
import { definePipeline, type Pipeline } from "../../lib/engine/graph.ts";
import type { Plan } from "../../lib/engine/result.ts";

/** 64 hexadecimal digits, the same ones for the same name; the name has at most 32 characters. */
function hexFor(name: string): string {
  return new TextEncoder().encode(name).toHex().padEnd(64, "0");
}

/** A digest that differs for each name. */
export function digestFor(name: string): Digest {
  return parseDigest(hexFor(name));
}

/** A key that differs for each name. */
export function keyFor(name: string): CacheKey {
  return parseCacheKey(hexFor(name));
}

/** An execution of `stage` with one output `x`; its key is that of the stage's name. */
export function recorded(stage: string, more: Partial<RecordedStage> = {}): RecordedStage {
  return {
    key: keyFor(stage),
    stage,
    run: "20261017T120009-a1a1a1",
    madeAt: "2026-10-17T12:00:10.000Z",
    elapsedMs: 1234,
    params: {},
    inputs: {},
    files: {},
    code: parseCodeDigest(hexFor(`code of ${stage}`)),
    sources: [],
    runtime: "deno 2.9.6",
    net: [],
    outputs: { x: { digest: digestFor(`${stage}.x`), sizeBytes: 1 } },
    metrics: {},
    log: [],
    progress: [],
    ...more,
  };
}

/** Inputs that are the outputs `x` of these stages, named like the stages. */
export function reads(...stages: readonly string[]): RecordedStage["inputs"] {
  return Object.fromEntries(
    stages.map((stage) => [stage, { stage, output: "x", digest: digestFor(`${stage}.x`) }]),
  );
}

/** What a run did with a stage; its key is that of the stage's name, where it has one. */
export function pastStage(
  name: string,
  state: PastStage["state"] = "ran",
  more: Partial<PastStage> = {},
): PastStage {
  const key = state === "blocked" || state === "died" ? null : keyFor(name);
  return { name, state, key, reasons: [], elapsedMs: 20, error: null, log: [], ...more };
}

/** A run that went well. */
export function pastRun(stages: readonly PastStage[], more: Partial<PastRun> = {}): PastRun {
  return {
    id: "20261017T120009-a1a1a1",
    name: null,
    startedAt: "2026-10-17T12:00:09.000Z",
    elapsedMs: 30,
    outcome: "ok",
    params: {},
    settings: {},
    until: null,
    only: null,
    command: null,
    sweep: null,
    stages,
    metrics: {},
    ...more,
  };
}

/** What an engine knows. */
export interface Known {
  readonly pipeline?: Pipeline;
  readonly plan?: Plan;
  readonly run?: PastRun;
  readonly recorded?: readonly RecordedStage[];
}

/** The part of an engine that answers questions, with these answers. */
export function answering(
  { pipeline = definePipeline([]), plan, run, recorded = [] }: Known,
): Asked & { readonly requests: readonly unknown[] } {
  const refusal = new UsageError([{ subject: "test", message: "not known" }]);
  const requests: unknown[] = [];
  return {
    pipeline,
    requests,
    plan: (request) => {
      requests.push(request);
      return plan === undefined ? Promise.reject(refusal) : Promise.resolve(plan);
    },
    pastRun: (reference) => {
      requests.push(reference);
      return run === undefined ? Promise.reject(refusal) : Promise.resolve(run);
    },
    recorded: (key) => Promise.resolve(recorded.find((execution) => execution.key === key) ?? null),
  };
}

/** A stage that a plan finds up to date, its one output `x`. */
export function fresh(name: string): Plan["stages"][number] {
  return {
    name,
    params: {},
    action: "fresh",
    reasons: [],
    key: keyFor(name),
    origin: { run: "20261017T120009-a1a1a1", madeAt: "2026-10-17T12:00:10.000Z", elapsedMs: 1234 },
    outputs: { x: { digest: digestFor(`${name}.x`), sizeBytes: 1 } },
    metrics: {},
  };
}
