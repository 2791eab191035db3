/**
 * Runs of the past as typed values, read from their rows. The only place that knows what a row's
 * summary holds; whatever does not read as one is left out, never guessed.
 *
 * @module
 */
import { type CacheKey, parseCacheKey } from "../codec/digest.ts";
import {
  array,
  expected,
  type Json,
  mapped,
  number,
  object,
  orNull,
  string,
} from "../store/parse.ts";
import type { StoredRun } from "../store/store.ts";
import type { StageError } from "./errors.ts";
import type { ParamOverrides, ParamValue } from "./params.ts";
import { parseReasonValue, type Reason, REASON_KINDS } from "./reason.ts";
import type { StageResult } from "./result.ts";

/** What a run did with one stage. */
export interface PastStage {
  readonly name: string;
  /** `died`: it was being executed when the run's process ended. */
  readonly state: StageResult["state"] | "died";
  /** What finds its record; `null` for a stage that was blocked, died or could not be bundled. */
  readonly key: CacheKey | null;
  readonly reasons: readonly Reason[];
  /** Time that it took in that run; `null` where that was not recorded. */
  readonly elapsedMs: number | null;
  /** Only of a failed or blocked stage. */
  readonly error: StageError | null;
  /** The last lines that a failed stage logged; those of others stand in their records. */
  readonly log: readonly string[];
}

/** A run of the past, or one that goes on: one that executed something. */
export interface PastRun {
  readonly id: string;
  readonly name: string | null;
  /** ISO 8601, UTC. Of a run of a sweep: when its first execution began. */
  readonly startedAt: string;
  /** From then to its end, of a run of a sweep without what it waited for others. `null` while it goes on, and of one that died. */
  readonly elapsedMs: number | null;
  readonly outcome: StoredRun["outcome"];
  /** Params that differed from the defaults of then, by stage. */
  readonly params: ParamOverrides;
  /** All execution settings, by stage; empty where they were not recorded. */
  readonly settings: ParamOverrides;
  /** Which stages it was about, where not about all. */
  readonly until: string | null;
  readonly only: string | null;
  /** What was typed, for people; `null` where it was not typed. */
  readonly command: string | null;
  /** Id of the sweep that it is part of; `null` if it is none. */
  readonly sweep: string | null;
  /** In topological order; empty while it goes on. */
  readonly stages: readonly PastStage[];
  /** Headline figures of all stages that were up to date at its end. */
  readonly metrics: { readonly [name: string]: number };
}

/** What a row keeps of a run beside what all rows have. */
export type RunSummary = Pick<
  PastRun,
  "params" | "settings" | "until" | "only" | "command" | "sweep" | "stages"
>;

const NOTHING: RunSummary = {
  params: {},
  settings: {},
  until: null,
  only: null,
  command: null,
  sweep: null,
  stages: [],
};

/** The run in a row. */
export function pastRun({ summary, ...row }: StoredRun): PastRun {
  return { ...row, ...orNull(() => parseSummary(object(summary))) ?? NOTHING };
}

/**
 * The keys in a run's row. Each is read for itself: what a run needs must not be lost because something
 * else in its row is odd.
 */
export function keysOf({ summary }: StoredRun): CacheKey[] {
  const stages = orNull(() => array(object(summary)["stages"])) ?? [];
  return stages.flatMap((stage) => orNull(() => parseCacheKey(string(object(stage)["key"]))) ?? []);
}

/** The names of the stages in a run's row. */
export function stagesOf({ summary }: StoredRun): string[] {
  const stages = orNull(() => array(object(summary)["stages"])) ?? [];
  return stages.flatMap((stage) => orNull(() => string(object(stage)["name"])) ?? []);
}

/** Rows of the first version have params and stages alone. */
function parseSummary(json: Json): RunSummary {
  return {
    params: overrides(json["params"]),
    settings: json["settings"] === undefined ? {} : overrides(json["settings"]),
    until: stringOrNull(json["until"]),
    only: stringOrNull(json["only"]),
    command: stringOrNull(json["command"]),
    sweep: stringOrNull(json["sweep"]),
    stages: array(json["stages"]).map(pastStage),
  };
}

function overrides(json: unknown): ParamOverrides {
  return mapped(json, (params) => mapped(params, paramValue));
}

function paramValue(json: unknown): ParamValue {
  const isValue = typeof json === "number" || typeof json === "boolean" || typeof json === "string";
  return isValue ? json : expected("a param's value", json);
}

function stringOrNull(json: unknown): string | null {
  return json === null || json === undefined ? null : string(json);
}

function pastStage(json: unknown): PastStage {
  const { name, state, key, reasons, elapsedMs, error, log } = object(json);
  return {
    name: string(name),
    state: oneOf(STATES, state),
    key: key === null ? null : parseCacheKey(string(key)),
    reasons: array(reasons).map(reason),
    elapsedMs: elapsedMs === undefined || elapsedMs === null ? null : number(elapsedMs),
    error: error === undefined || error === null ? null : stageError(object(error)),
    log: log === undefined ? [] : array(log).map(string),
  };
}

const STATES = ["hit", "ran", "cut-off", "blocked", "failed", "died"] as const;
const FAILURES = ["stage", "environment", "integrity", "blocked"] as const;

function reason(json: unknown): Reason {
  const { kind, subject, before, after } = object(json);
  return {
    kind: oneOf(REASON_KINDS, kind),
    subject: string(subject),
    ...(before === undefined ? {} : { before: parseReasonValue(before) }),
    ...(after === undefined ? {} : { after: parseReasonValue(after) }),
  };
}

function stageError({ kind, message, at, cause }: Json): StageError {
  return {
    kind: oneOf(FAILURES, kind),
    message: string(message),
    at: stringOrNull(at),
    cause: stringOrNull(cause),
  };
}

function oneOf<const T extends string>(known: readonly T[], json: unknown): T {
  return known.find((one) => one === json) ?? expected(`one of ${known.join(", ")}`, json);
}
