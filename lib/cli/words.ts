/**
 * States, actions and reasons in plain words.
 *
 * @module
 */
import type { Reason, ReasonValue } from "../engine/reason.ts";
import type { StagePlan, StageResult } from "../engine/result.ts";
import { printable } from "./printable.ts";
import type { Mark } from "./style.ts";

/** What happened to a stage. */
export type State = StageResult["state"];
/** What would happen to a stage. */
export type Action = StagePlan["action"];

/** A word and how it is marked. */
export interface Word {
  readonly text: string;
  readonly mark: Mark;
}

const STATES: { readonly [S in State]: Word } = {
  "hit": { text: "hit", mark: "dim" },
  "ran": { text: "ran", mark: "green" },
  "cut-off": { text: "cut off", mark: "dim" },
  "blocked": { text: "blocked", mark: "yellow" },
  "failed": { text: "failed", mark: "red" },
};

const ACTIONS: { readonly [A in Action]: Word } = {
  "fresh": { text: "fresh", mark: "dim" },
  "run": { text: "run", mark: "green" },
  "may-run": { text: "may run", mark: "yellow" },
};

/** The word for a state. */
export function stateWord(state: State): Word {
  return STATES[state];
}

/** The word for an action. */
export function actionWord(action: Action): Word {
  return ACTIONS[action];
}

/**
 * A param's value as it would be typed; text in quotes.
 *
 * @example
 * ```ts
 * import { valueWords } from "./words.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals([0.5, -0, true, "unit", null].map(valueWords), ["0.5", "-0", "true", '"unit"', "none"]);
 * ```
 */
export function valueWords(value: ReasonValue): string {
  if (value === null) return "none";
  if (Object.is(value, -0)) return "-0";
  return printable(typeof value === "string" ? JSON.stringify(value) : String(value));
}

/**
 * A reason down to its leaf.
 *
 * @example
 * ```ts
 * import { reasonWords } from "./words.ts";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(
 *   reasonWords({ kind: "param", subject: "train.learningRate", before: 0.5, after: 0.1 }),
 *   "param train.learningRate 0.5 → 0.1",
 * );
 * ```
 */
export function reasonWords(reason: Reason): string {
  const subject = printable(reason.subject);
  switch (reason.kind) {
    case "first-run":
      return "first run";
    case "param":
      return paramWords(subject, reason.before ?? null, reason.after ?? null);
    case "input":
      return reason.after === undefined && reason.before !== null
        ? `input ${subject} may change`
        : `input ${subject} ${changeWord(reason)}`;
    case "code":
      return subject.startsWith("npm:")
        ? `package ${subject.slice("npm:".length)} ${versionWords(reason)}`
        : `code ${subject} ${changeWord(reason)}`;
    case "output":
    case "host":
    case "file":
      return `${reason.kind} ${subject} ${changeWord(reason)}`;
    case "runtime":
      return `runtime ${subject} ${versionWords(reason)}`;
    case "forced":
      return "forced";
    case "missing":
      return `artifact ${subject} is missing`;
    case "damaged":
      return `artifact ${subject} is damaged`;
    default:
      return reason.kind satisfies never;
  }
}

function paramWords(subject: string, before: ReasonValue, after: ReasonValue): string {
  if (before === null) return `param ${subject} is new: ${valueWords(after)}`;
  if (after === null) return `param ${subject} is gone, was ${valueWords(before)}`;
  return `param ${subject} ${valueWords(before)} → ${valueWords(after)}`;
}

function changeWord({ before, after }: Reason): string {
  if (before === null) return "is new";
  return after === null ? "is no longer used" : "changed";
}

function versionWords(reason: Reason): string {
  const { before, after } = reason;
  if (before === undefined || after === undefined || before === null || after === null) {
    return changeWord(reason);
  }
  return `${printable(String(before))} → ${printable(String(after))}`;
}

/** Reasons on one line, at most three unless `all`. */
export function reasonsLine(reasons: readonly Reason[], all: boolean): string {
  const shown = all ? reasons : reasons.slice(0, 3);
  const rest = reasons.length - shown.length;
  return [...shown.map(reasonWords), ...(rest > 0 ? [`${rest} more`] : [])].join(", ");
}
