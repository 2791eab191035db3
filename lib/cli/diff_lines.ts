/**
 * What two runs differ in, for people. What does not differ is named in one line at the end.
 *
 * @module
 */
import type { Change, CodeChange } from "../engine/change.ts";
import type { PastRun } from "../engine/engine.ts";
import type { RunDifference, StageTime, Unknown } from "../engine/run_difference.ts";
import { kindOf } from "./diff_document.ts";
import { printable } from "./printable.ts";
import type { Style } from "./style.ts";
import { tableLines } from "./table_lines.ts";
import { duration, figure, instant } from "./units.ts";
import { stateWord, valueWords } from "./words.ts";

/** A part of the comparison; nothing in it differs if it has no rows. */
interface Part {
  readonly title: string;
  readonly lines: readonly string[];
}

/** The lines of a difference; `all` names each file whose text changed. */
export function diffLines(difference: RunDifference, style: Style, all: boolean): string[] {
  const parts: readonly Part[] = [
    { title: "params", lines: params(difference.params) },
    { title: "metrics", lines: metrics(difference.metrics) },
    { title: "code", lines: files(difference.code, all) },
    { title: "packages", lines: code(difference.packages, versionWords) },
    { title: "inputs", lines: inputs(difference) },
    { title: "runtime", lines: runtime(difference.runtime) },
    { title: "artifacts", lines: artifacts(difference.artifacts) },
    { title: "time", lines: times(difference.stages) },
  ];
  const same = parts.filter(({ lines }) => lines.length === 0).map(({ title }) => title);
  return [
    ...runRows(difference, style),
    ...parts.filter(({ lines }) => lines.length > 0).flatMap(({ title, lines }) => [
      "",
      style.mark("bold", title),
      ...lines.map((line) => `  ${line}`),
    ]),
    ...(same.length === 0 ? [] : ["", `Nothing differs in: ${same.join(", ")}.`]),
    ...onlyLines(difference),
    ...unknownLines(difference),
  ];
}

function runRows({ before, after }: RunDifference, style: Style): string[] {
  const cells = ({ id, startedAt, elapsedMs, outcome, name }: PastRun): string[] => [
    id,
    instant(startedAt),
    elapsedMs === null ? "" : duration(elapsedMs),
    outcome,
    printable(name ?? ""),
  ];
  const rows = tableLines([cells(before), cells(after)], ["left", "left", "right", "left", "left"]);
  return rows.map((row, i) => `${style.mark("bold", "AB"[i]!)}  ${row}`);
}

function params(changes: RunDifference["params"]): string[] {
  return tableLines(
    changes.map(({ name, before, after }) => [
      printable(name),
      before === null
        ? `${valueWords(after)} is new`
        : after === null
        ? `${valueWords(before)} is gone`
        : `${valueWords(before)} → ${valueWords(after)}`,
    ]),
    ["left", "left"],
  );
}

/** Equal figures are told, too: that a change did not move them is a result. */
function metrics(changes: RunDifference["metrics"]): string[] {
  if (changes.length === 0) return [];
  const rows = changes.map(({ name, before, after, delta, better }) => [
    printable(name),
    before === null ? "–" : figure(before),
    after === null ? "–" : figure(after),
    delta === null ? "" : signed(delta),
    better === null ? "" : better === "after" ? "better" : "worse",
  ]);
  return tableLines([["", "A", "B", "B − A"], ...rows], [
    "left",
    "right",
    "right",
    "right",
    "left",
  ]);
}

function signed(delta: number): string {
  if (delta === 0) return "=";
  return (delta > 0 ? "+" : "−") + figure(Math.abs(delta));
}

/** Files that are listed for a changed text alone, unless all are wanted. */
const LISTED = 3;

/** Those whose part of a bundle changed, a line each; then the others. */
function files(changes: readonly CodeChange[], all: boolean): string[] {
  const others = changes.filter(({ inBundle }) => !inBundle).map(({ name }) => printable(name));
  const listed = all ? others : others.slice(0, LISTED);
  const rest = others.length - listed.length;
  return [
    ...code(changes.filter(({ inBundle }) => inBundle), kindOf),
    ...(others.length === 0 ? [] : [
      `types, comments or constants that are used elsewhere: ${listed.join(", ")}` +
      (rest === 0 ? "" : ` and ${rest} more; --verbose lists them`),
    ]),
  ];
}

function code(
  changes: readonly CodeChange[],
  words: (change: CodeChange) => string,
): string[] {
  return tableLines(
    changes.map((change) => [
      printable(change.name.replace(/^npm:/, "")),
      words(change),
      change.stages.join(", "),
    ]),
    ["left", "left", "left"],
  );
}

function versionWords(change: Change<string>): string {
  const { before, after } = change;
  return before === null || after === null
    ? `${kindOf(change)} ${printable(before ?? after ?? "")}`
    : `${printable(before)} → ${printable(after)}`;
}

function inputs({ files, hosts }: RunDifference): string[] {
  const hostList = (names: readonly string[] | null) =>
    names === null || names.length === 0 ? "no host" : names.join(", ");
  return tableLines([
    ...files.map((change) => [printable(change.name), kindOf(change)]),
    ...hosts.map(({ name, before, after }) => [
      `hosts of ${printable(name)}`,
      printable(`${hostList(before)} → ${hostList(after)}`),
    ]),
  ], ["left", "left"]);
}

function runtime(change: Change<string>): string[] {
  return change.before === change.after || change.before === null || change.after === null
    ? []
    : [versionWords(change)];
}

function artifacts(changes: RunDifference["artifacts"]): string[] {
  const differing = changes.filter(({ before, after }) => before !== null && after !== null);
  const others = changes.filter((change) => !differing.includes(change));
  return [
    ...(differing.length === 0 ? [] : [differing.map(({ name }) => printable(name)).join(", ")]),
    ...others.map((change) => `${printable(change.name)} ${kindOf(change)}`),
  ];
}

function times(stages: RunDifference["stages"]): string[] {
  if (stages.length === 0) return [];
  const cell = (time: StageTime | null): string => time === null ? "–" : timeWords(time);
  const rows = stages.map(({ name, before, after }) => [
    printable(name),
    cell(before),
    cell(after),
  ]);
  return tableLines([["", "A", "B"], ...rows], ["left", "right", "right"]);
}

/** Of a stage that was not executed in the run: how long it took when it was. */
function timeWords({ state, elapsedMs, executionMs }: StageTime): string {
  const ran = elapsedMs ?? executionMs;
  if (state === "ran") return ran === null ? "ran" : duration(ran);
  const word = state === "died" ? state : stateWord(state).text;
  return executionMs === null ? word : `${word} (${duration(executionMs)})`;
}

/** Stages that one run did not get to, or that its pipeline did not have. */
function onlyLines({ stages }: RunDifference): string[] {
  const lines = (["A", "B"] as const).flatMap((run) => {
    const only = stages.filter(({ before, after }) => (run === "A" ? after : before) === null);
    return only.length === 0
      ? []
      : [`Only in ${run}: ${only.map(({ name }) => printable(name)).join(", ")}.`];
  });
  return lines.length === 0 ? [] : ["", ...lines];
}

function unknownLines({ unknown }: RunDifference): string[] {
  if (unknown.length === 0) return [];
  const words = ({ run, stage, state }: Unknown): string => {
    const isMade = state === "ran" || state === "hit" || state === "cut-off";
    const why = isMade ? "no longer kept" : state === "died" ? state : stateWord(state).text;
    return `${printable(stage)} in ${run === "before" ? "A" : "B"} (${why})`;
  };
  return ["", `Not compared, for want of a record: ${unknown.map(words).join(", ")}.`];
}
