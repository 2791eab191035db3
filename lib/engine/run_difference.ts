/**
 * What two past runs differ in, from what their records keep: reads no artifact and no file of the
 * project. Where a stage of one run has no record, that is said; nothing is guessed.
 *
 * @module
 */
import type { Change, CodeChange } from "./change.ts";
import { codeChanges, type Executions } from "./code_changes.ts";
import type { Engine } from "./engine.ts";
import { betterEnd } from "./metrics.ts";
import type { PastRun, PastStage } from "./past_run.ts";
import type { ReasonValue } from "./reason.ts";
import type { RecordedStage } from "./recorded_stage.ts";
import type { MetricSpec } from "./stage.ts";
import { unionOfKeys } from "./union_of_keys.ts";

/** A headline figure of both runs. */
export interface MetricChange extends Change<number> {
  /** After less before; `null` if one of them is missing. */
  readonly delta: number | null;
  /** `null` if they are equal, one is missing or no stage declares the figure. */
  readonly better: "before" | "after" | null;
}

/** A stage in one of the runs. */
export interface StageTime {
  readonly state: PastStage["state"];
  /** Time that it took in this run; `null` if it is not known. */
  readonly elapsedMs: number | null;
  /** Time that it took when it was executed, in this run or before; `null` if it is not known. */
  readonly executionMs: number | null;
}

/** A stage of which only one run has a record. */
export interface Unknown {
  readonly run: "before" | "after";
  readonly stage: string;
  readonly state: PastStage["state"];
}

/** What differs from the run `before` to the run `after`. Lists are in code-unit order of names. */
export interface RunDifference {
  readonly before: PastRun;
  readonly after: PastRun;
  /** Such as `train.epochs`; like code, inputs and artifacts of stages that both runs have records of. */
  readonly params: readonly Change<ReasonValue>[];
  /** All figures of both, equal ones too. */
  readonly metrics: readonly MetricChange[];
  /** Files by digest. */
  readonly code: readonly CodeChange[];
  /** Packages by version, named as in `npm:fflate`. */
  readonly packages: readonly CodeChange[];
  /** External files by digest, named by their paths. */
  readonly files: readonly Change<string>[];
  /** Hosts that a stage may reach, by stage. */
  readonly hosts: readonly Change<readonly string[]>[];
  readonly runtime: Change<string>;
  /** Artifacts by digest, such as `train.model`. */
  readonly artifacts: readonly Change<string>[];
  /** All stages of both, in the order of the pipeline. */
  readonly stages: readonly Change<StageTime>[];
  /** What could not be compared. */
  readonly unknown: readonly Unknown[];
}

/** A stage with its records. */
type Pair = Change<RecordedStage>;

/** Compares two runs. */
export async function runDifference(
  engine: Pick<Engine, "pipeline" | "recorded">,
  before: PastRun,
  after: PastRun,
): Promise<RunDifference> {
  const names = [...new Set([...after.stages, ...before.stages].map(({ name }) => name))];
  const record = async (run: PastRun, stage: string): Promise<RecordedStage | null> => {
    const key = run.stages.find(({ name }) => name === stage)?.key ?? null;
    return key === null ? null : await engine.recorded(key);
  };
  const pairs = await Promise.all(names.map(async (name): Promise<Pair> => ({
    name,
    before: await record(before, name),
    after: await record(after, name),
  })));
  const both = pairs.flatMap(({ name, before, after }): Executions[] =>
    before === null || after === null ? [] : [{ name, before, after }]
  );
  const { files: code, packages } = codeChanges(both);
  return {
    before,
    after,
    params: named(both, ({ params }) => params),
    metrics: changes(metricsOf(before, pairs, "before"), metricsOf(after, pairs, "after"))
      .map((change) => metricChange(change, betterEnd(engine.pipeline, change.name))),
    code,
    packages,
    files: differing(changes(filesOf(both, "before"), filesOf(both, "after"))),
    hosts: both.flatMap(hostsChange),
    runtime: { name: "deno", before: runtimeOf(both, "before"), after: runtimeOf(both, "after") },
    artifacts: named(both, ({ outputs }) => mapped(outputs, ({ digest }) => digest)),
    stages: pairs.map((pair) => stageTimes(pair, before, after)),
    unknown: [...unknownIn("before", before, pairs), ...unknownIn("after", after, pairs)],
  };
}

/** What differs of values that each stage has by name, under `STAGE.NAME`. */
function named<T>(
  pairs: readonly Executions[],
  valuesOf: (record: RecordedStage) => { readonly [name: string]: T },
): Change<T>[] {
  return pairs.flatMap(({ name: stage, before, after }) =>
    differing(changes(valuesOf(before), valuesOf(after)))
      .map(({ name, ...values }) => ({ name: `${stage}.${name}`, ...values }))
  );
}

function changes<T>(
  before: { readonly [name: string]: T },
  after: { readonly [name: string]: T },
): Change<T>[] {
  return unionOfKeys(before, after).map((name) => ({
    name,
    before: before[name] ?? null,
    after: after[name] ?? null,
  }));
}

function differing<T>(changes: readonly Change<T>[]): Change<T>[] {
  return changes.filter(({ before, after }) => before !== after);
}

function metricChange(
  { name, before, after }: Change<number>,
  end: MetricSpec["better"] | null,
): MetricChange {
  if (before === null || after === null) return { name, before, after, delta: null, better: null };
  const delta = after - before;
  return { name, before, after, delta, better: betterSide(delta, end) };
}

function betterSide(delta: number, end: MetricSpec["better"] | null): MetricChange["better"] {
  if (delta === 0 || end === null) return null;
  return (delta < 0) === (end === "lower") ? "after" : "before";
}

/** Rows of earlier versions have no figures: then those of the records. */
function metricsOf(
  { metrics }: PastRun,
  pairs: readonly Pair[],
  run: "before" | "after",
): PastRun["metrics"] {
  return Object.assign({}, ...pairs.map((pair) => pair[run]?.metrics ?? {}), metrics);
}

/** SHA-256 by path. */
function filesOf(
  pairs: readonly Executions[],
  run: "before" | "after",
): { [path: string]: string } {
  const files = pairs.flatMap((pair) => Object.values(pair[run].files));
  return Object.fromEntries(files.map(({ path, sha256 }) => [path, sha256]));
}

function hostsChange({ name, before, after }: Executions): Change<readonly string[]>[] {
  const [was, is] = [before.net, after.net];
  return was.join() === is.join() ? [] : [{ name, before: was, after: is }];
}

/** All stages of a run have the same. */
function runtimeOf(pairs: readonly Executions[], run: "before" | "after"): string | null {
  return pairs[0]?.[run].runtime ?? null;
}

function stageTimes(pair: Pair, before: PastRun, after: PastRun): Change<StageTime> {
  return {
    name: pair.name,
    before: stageTime(before, pair.name, pair.before),
    after: stageTime(after, pair.name, pair.after),
  };
}

function stageTime(
  { stages }: PastRun,
  stage: string,
  record: RecordedStage | null,
): StageTime | null {
  const found = stages.find(({ name }) => name === stage);
  if (found === undefined) return null;
  const { state, elapsedMs } = found;
  return { state, elapsedMs, executionMs: record?.elapsedMs ?? null };
}

function unknownIn(run: "before" | "after", { stages }: PastRun, pairs: readonly Pair[]) {
  return stages
    .filter(({ name }) => pairs.some((pair) => pair.name === name && pair[run] === null))
    .map(({ name, state }): Unknown => ({ run, stage: name, state }));
}

function mapped<T, U>(
  record: { readonly [name: string]: T },
  map: (value: T) => U,
): { [name: string]: U } {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, map(value)]));
}
