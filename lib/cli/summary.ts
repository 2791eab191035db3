/**
 * The last lines of a run: what was done, the headline figures, and for a failure what went wrong,
 * what was kept and what to do next.
 *
 * @module
 */
import type { FailureKind, StageError } from "../engine/errors.ts";
import type { Loss, RunResult, StageResult } from "../engine/result.ts";
import { columnsOf } from "./columns.ts";
import { printable, printableLines } from "./printable.ts";
import type { Style } from "./style.ts";
import { count, duration, figure } from "./units.ts";

/** What was done, in one line. */
export function doneLine({ stages, elapsedMs, run }: RunResult): string {
  const ran = stages.filter((stage) => stage.state === "ran").length;
  const time = duration(elapsedMs);
  if (run === null && stages.every((stage) => stage.state === "hit")) {
    return `Everything is fresh: ${count(stages.length, "stage")}, nothing to run (${time}).`;
  }
  const id = run === null ? "" : `, run ${run}`;
  return `Ran ${ran} of ${count(stages.length, "stage")} in ${time}${id}.`;
}

/** Headline figures, as many in a line as fit. */
export function metricLines(
  metrics: RunResult["metrics"],
  style: Style,
  columns: number,
): string[] {
  const lines: string[] = [];
  let width = Infinity;
  for (const [name, value] of Object.entries(metrics)) {
    const plain = `${printable(name)} ${figure(value)}`;
    const marked = `${printable(name)} ${style.mark("bold", figure(value))}`;
    const own = columnsOf(plain);
    const joined = width + " · ".length + own;
    if (joined <= columns) lines.push(`${lines.pop()} · ${marked}`);
    else lines.push(marked);
    width = joined <= columns ? joined : own;
  }
  return lines;
}

type Failed = Extract<StageResult, { readonly state: "failed" }>;

/**
 * Everything that a person needs to know of what failed or was lost. Empty if nothing was.
 *
 * @param isForced Whether stages were executed that had a result.
 */
export function failureLines(
  { stages, loss }: RunResult,
  artifacts: string,
  isForced: boolean,
): string[] {
  const failed = stages.filter((stage) => stage.state === "failed");
  const first = failed[0]?.error ?? loss?.error;
  if (first === undefined) return [];
  const lost = loss?.stages ?? [];
  const made = stages.filter((stage) => "outputs" in stage).map(({ name }) => name);
  const kept = made.filter((name) => !lost.includes(name));
  const blocked = stages.filter((stage) => stage.state === "blocked").map(({ name }) => name);
  return [
    ...failed.flatMap(failedStageLines),
    ...(loss === undefined ? [] : lossLines(loss)),
    ...(lost.length === 0 ? [] : [`Lost: ${lost.join(", ")}`]),
    `Kept: ${kept.length === 0 ? "nothing" : `${kept.join(", ")} (in ${artifacts})`}`,
    ...(blocked.length === 0 ? [] : [`Not run because of it: ${blocked.join(", ")}`]),
    `Next: ${nextStep(first, lost, isForced)}`,
  ];
}

function lossLines({ error }: Loss): string[] {
  const [headline = "", ...more] = printableLines(error.message);
  return [`The run could not be kept: ${headline}`, ...more.map((line) => `  ${line}`)];
}

function failedStageLines({ name, key, elapsedMs, error }: Failed): string[] {
  const [headline = "", ...more] = printableLines(error.message);
  return [
    `Stage "${name}" failed${elapsedMs > 0 ? ` after ${duration(elapsedMs)}` : ""}: ${headline}`,
    ...more.map((line) => `  ${line}`),
    ...(error.at === null ? [] : [`  at ${printable(error.at)}`]),
    ...(error.cause === null ? [] : [`  cause: ${printable(error.cause)}`]),
    `  key ${key}`,
  ];
}

/** What the same command does when it is run again. */
export function againWords(isForced: boolean): string {
  return isForced
    ? "with --force it executes again what was forced, without it reuses what is kept"
    : "it goes on from here";
}

const NEXT_STEPS: { readonly [K in FailureKind]: string } = {
  stage: "put right what the message names, then run the same command again",
  environment: "see to the disk, the network or the rights that the message names, then run the " +
    "same command again",
  integrity: "look at the bytes that the message names; for damage in the store run " +
    '"verify --repair", for a download or a data file get it anew, then run the same command again',
};

function nextStep({ kind }: StageError, lost: readonly string[], isForced: boolean): string {
  if (lost.length > 0) return "run the same command again; what is lost is executed once more";
  const step = NEXT_STEPS[kind === "blocked" ? "stage" : kind];
  return kind === "integrity" ? step : `${step}; ${againWords(isForced)}`;
}
