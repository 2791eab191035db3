/**
 * A finished stage in a line: name, state, time, and why it ran. And what it said on the way.
 *
 * @module
 */
import type { StageResult, StoredProgress } from "../engine/result.ts";
import { printable } from "./printable.ts";
import { progressWords } from "./progress_words.ts";
import type { Style } from "./style.ts";
import { duration, size } from "./units.ts";
import { reasonsLine, stateWord } from "./words.ts";

/** How a stage's line is written. */
export interface LineSettings {
  readonly style: Style;
  readonly verbose: boolean;
  /** Characters of the longest stage name. */
  readonly nameWidth: number;
}

const STATE_WIDTH = "cut off".length;
const TIME_WIDTH = "2 min 05 s".length;

/** The line of `result`; with `verbose` also its outputs with their digests. */
export function stageLines(result: StageResult, settings: LineSettings): string[] {
  const { style, verbose, nameWidth } = settings;
  const word = stateWord(result.state);
  const line = [
    style.mark("bold", result.name.padEnd(nameWidth)),
    style.mark(word.mark, word.text.padEnd(STATE_WIDTH)),
    timeOf(result).padEnd(TIME_WIDTH),
    style.mark("dim", whyOf(result, verbose)),
  ].join("  ").trimEnd();
  return verbose ? [line, ...outputLines(result, style)] : [line];
}

function timeOf(result: StageResult): string {
  const { state, elapsedMs } = result;
  return state === "ran" || (state === "failed" && elapsedMs > 0) ? duration(elapsedMs) : "";
}

function whyOf(result: StageResult, verbose: boolean): string {
  switch (result.state) {
    case "hit":
      return "";
    case "ran":
      return reasonsLine(result.reasons, verbose);
    case "cut-off":
      return "its inputs came out unchanged";
    case "blocked":
      return printable(result.error.message);
    case "failed":
      return printable(result.error.message.split("\n", 1)[0] ?? "");
    default:
      return result satisfies never;
  }
}

function outputLines(result: StageResult, style: Style): string[] {
  if (!("outputs" in result)) return [];
  return Object.entries(result.outputs).map(([name, { digest, sizeBytes }]) =>
    style.mark("dim", `  ${result.name}.${name}  ${size(sizeBytes)}  sha256 ${digest}`)
  );
}

/** What a stage said when it was executed, as lines and reports of progress in their order. */
export interface Course {
  readonly log: readonly string[];
  readonly progress: readonly StoredProgress[];
}

/** One thing that a stage said. */
export type Said =
  | { readonly type: "line"; readonly text: string }
  | { readonly type: "progress"; readonly text: string };

/** What a stage said, in order. */
export function courseOf({ log, progress }: Course): Said[] {
  const reportsAfter = (lines: number): Said[] =>
    progress.filter(({ afterLines }) => afterLines === lines).map((report) => ({
      type: "progress",
      text: `${progressWords(report)} (${duration(report.afterMs)})`,
    }));
  const said = log.flatMap((line, i): Said[] => [
    { type: "line", text: printable(line) },
    ...reportsAfter(i + 1),
  ]);
  return [...reportsAfter(0), ...said];
}
