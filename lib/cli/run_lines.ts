/**
 * A run of the past in a few lines: which and when, what was asked for, what ran and why, what came
 * out.
 *
 * @module
 */
import type { ParamOverrides, PastRun, PastStage } from "../engine/engine.ts";
import { printable } from "./printable.ts";
import { shellWord } from "./shell.ts";
import type { Mark, Style } from "./style.ts";
import { metricLines } from "./summary.ts";
import { duration, instant } from "./units.ts";
import { reasonsLine, stateWord } from "./words.ts";

/** How runs are written. */
export interface RunLineSettings {
  readonly style: Style;
  readonly columns: number;
  /** Also what was typed, settings, and each stage by itself. */
  readonly verbose: boolean;
  /** The figure to be told first, where that matters. */
  readonly first: string | null;
}

const OUTCOMES: { readonly [O in PastRun["outcome"]]: Mark } = {
  ok: "green",
  failed: "red",
  cancelled: "yellow",
  died: "red",
  running: "cyan",
};

const LABEL_WIDTH = "settings".length;
const INDENT = " ".repeat(2 + LABEL_WIDTH + 2);

/** The lines of one run. */
export function runLines(run: PastRun, settings: RunLineSettings): string[] {
  const { style, columns, verbose, first } = settings;
  const figures = metricLines(withFirst(run.metrics, first), style, columns - INDENT.length);
  return [
    headLine(run, style),
    ...labelled("params", [paramsLine(run.params)]),
    ...(verbose ? labelled("settings", [paramsLine(run.settings)]) : []),
    ...(verbose ? labelled("typed", [printable(run.command ?? "")]) : []),
    ...(verbose ? labelled("stages", run.stages.map(stageLine)) : ranLines(run.stages)),
    ...brokenLines(run.stages),
    ...labelled("figures", figures),
  ];
}

function withFirst(metrics: PastRun["metrics"], first: string | null): PastRun["metrics"] {
  const value = first === null ? undefined : metrics[first];
  return first === null || value === undefined ? metrics : { [first]: value, ...metrics };
}

function headLine({ id, name, startedAt, elapsedMs, outcome }: PastRun, style: Style): string {
  return [
    style.mark("bold", id),
    instant(startedAt),
    ...(elapsedMs === null ? [] : [duration(elapsedMs)]),
    style.mark(OUTCOMES[outcome], outcome),
    ...(name === null ? [] : [style.mark("cyan", printable(name))]),
  ].join("  ");
}

function labelled(label: string, lines: readonly string[]): string[] {
  return lines.filter((line) => line !== "").map((line, i) =>
    i === 0 ? `  ${label.padEnd(LABEL_WIDTH)}  ${line}` : INDENT + line
  );
}

/** As they would be given to `--set`. */
function paramsLine(overrides: ParamOverrides): string {
  return Object.entries(overrides).flatMap(([stage, params]) =>
    Object.entries(params).map(([name, value]) => printable(shellWord(`${stage}.${name}=${value}`)))
  ).join("  ");
}

/** What ran, and the reasons that are no mere consequence of another stage's. */
function ranLines(stages: readonly PastStage[]): string[] {
  const ran = stages.filter(({ state }) => state === "ran");
  if (ran.length === 0) return [];
  const names = ran.map(({ name }) => name).join(", ");
  const reasons = ran.flatMap(({ reasons }) => reasons);
  const own = reasons.filter(({ kind }) => kind !== "input");
  const shown = own.length === 0 ? reasons : own;
  const distinct = shown.filter((reason, i) =>
    shown.findIndex((other) => reasonsLine([other], true) === reasonsLine([reason], true)) === i
  );
  const why = reasonsLine(distinct, false);
  return labelled("ran", [why === "" ? names : `${names}: ${why}`]);
}

function stageLine({ name, state, elapsedMs, reasons }: PastStage): string {
  const word = state === "died" ? "died" : stateWord(state).text;
  const time = elapsedMs === null || state !== "ran" ? "" : ` in ${duration(elapsedMs)}`;
  const why = reasonsLine(reasons, true);
  return `${name} ${word}${time}${why === "" ? "" : `: ${why}`}`;
}

/** Stages that came to no good end; what was blocked by them goes without saying. */
function brokenLines(stages: readonly PastStage[]): string[] {
  const failed = stages.flatMap(({ name, state, error }) =>
    state === "failed" && error !== null
      ? [`${name}: ${printable(error.message.split("\n", 1)[0] ?? "")}`]
      : []
  );
  const died = stages.filter(({ state }) => state === "died").map(({ name }) => name);
  return [
    ...labelled("failed", failed),
    ...labelled("died", died.length === 0 ? [] : [`while it executed ${died.join(", ")}`]),
  ];
}
