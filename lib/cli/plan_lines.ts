/**
 * What would happen to each stage and why, a reason a line.
 *
 * @module
 */
import type { Plan, StagePlan } from "../engine/result.ts";
import type { Style } from "./style.ts";
import { count } from "./units.ts";
import { actionWord, reasonWords } from "./words.ts";

const ACTION_WIDTH = "may run".length;
/** Reasons of a stage that are listed, unless all are wanted. */
const LISTED = 6;

/** The lines of a plan. */
export function planLines({ stages }: Plan, style: Style, all: boolean): string[] {
  const nameWidth = Math.max(0, ...stages.map(({ name }) => name.length));
  return [...stages.flatMap((stage) => stageLines(stage, nameWidth, style, all)), totals(stages)];
}

function stageLines(stage: StagePlan, nameWidth: number, style: Style, all: boolean): string[] {
  const word = actionWord(stage.action);
  const head = [
    style.mark("bold", stage.name.padEnd(nameWidth)),
    style.mark(word.mark, word.text.padEnd(ACTION_WIDTH)),
  ].join("  ");
  const indent = " ".repeat(nameWidth + ACTION_WIDTH + 4);
  const [first = "", ...more] = reasonList(stage, all);
  return [`${head}  ${first}`.trimEnd(), ...more.map((line) => indent + line)];
}

function reasonList({ reasons }: StagePlan, all: boolean): string[] {
  const shown = reasons.slice(0, all ? reasons.length : LISTED).map(reasonWords);
  const rest = reasons.length - shown.length;
  return rest > 0 ? [...shown, `${count(rest, "more reason")}; --verbose lists them`] : shown;
}

function totals(stages: readonly StagePlan[]): string {
  const number = (action: StagePlan["action"]) =>
    stages.filter((stage) => stage.action === action).length;
  const fresh = number("fresh");
  if (fresh === stages.length) return `Everything is fresh: ${count(fresh, "stage")}.`;
  const maybe = number("may-run");
  const words = [`${number("run")} to run`, ...(maybe > 0 ? [`${maybe} that may run`] : [])];
  return `Of ${count(stages.length, "stage")}: ${[...words, `${fresh} fresh`].join(", ")}.`;
}
