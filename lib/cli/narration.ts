/**
 * Tells the events of a run as lines that stay. Hits are held back until something else happens: a
 * run in which all stages hit has no lines, only its summary.
 *
 * @module
 */
import type { RunEvent, StageResult } from "../engine/result.ts";
import type { Output } from "./output.ts";
import { printable } from "./printable.ts";
import { type Course, courseOf, stageLines } from "./stage_lines.ts";

/** Takes the events of a run, in order. */
export type Observer = (event: RunEvent) => void;

/** A narration on `output`. */
export function narrationOn(output: Output): Observer {
  let nameWidth = 0;
  let isHolding = !output.verbose;
  const held: StageResult[] = [];
  const tell = (result: StageResult) => {
    output.say(...stageLines(result, { ...output, nameWidth }));
    const isReplayed = result.state === "hit" || result.state === "cut-off";
    if (output.verbose && isReplayed) output.say(...replayedLines(result.name, result));
  };
  const release = () => {
    isHolding = false;
    for (const result of held.splice(0)) tell(result);
  };
  return (event) => {
    switch (event.type) {
      case "run-started":
        nameWidth = Math.max(0, ...event.stages.map((name) => name.length));
        return;
      case "stage-waiting":
        release();
        return output.say(`${event.stage.padEnd(nameWidth)}  waits: another process is making it`);
      case "stage-started":
        return release();
      case "stage-progress":
        return;
      case "stage-log":
        if (output.verbose) output.say(logLine(event.stage, event.line));
        return;
      case "stage-retry":
        return output.warn(
          `${event.stage}: trying again (attempt ${event.attempt}), because: ` +
            printable(event.message),
        );
      case "warning":
        return output.warn(`warning: ${printable(event.message)}`);
      case "stage-finished":
        if (isHolding && event.result.state === "hit") held.push(event.result);
        else {
          release();
          tell(event.result);
        }
        return;
      default:
        return event satisfies never;
    }
  };
}

function replayedLines(stage: string, course: Course): string[] {
  return courseOf(course).map(({ type, text }) =>
    `  ${stage} ${type === "line" ? "|" : "·"} ${text}`
  );
}

function logLine(stage: string, line: string): string {
  return `  ${stage} | ${printable(line)}`;
}
