/**
 * The course of a run on something that is not a terminal: a line when a stage starts, one now and
 * then while it works, one when it is done.
 *
 * @module
 */
import type { RunEvent } from "../engine/result.ts";
import { narrationOn, type Observer } from "./narration.ts";
import type { Output } from "./output.ts";
import { progressWords } from "./progress_words.ts";

/** Milliseconds between two lines of progress of a stage. */
const PAUSE_MS = 5_000;

/** A view of a run, until it is closed. */
export interface RunView {
  readonly observe: Observer;
  close(): void;
}

/** A plain view. */
export function plainView(output: Output, now: () => number): RunView {
  const narrate = narrationOn(output);
  const toldAt = new Map<string, number>();
  let nameWidth = 0;
  const observe = (event: RunEvent) => {
    narrate(event);
    if (event.type === "run-started") {
      nameWidth = Math.max(0, ...event.stages.map((name) => name.length));
    } else if (event.type === "stage-started") {
      toldAt.set(event.stage, now());
      output.say(`${event.stage.padEnd(nameWidth)}  started`);
    } else if (event.type === "stage-progress") {
      if (now() - (toldAt.get(event.stage) ?? 0) < PAUSE_MS) return;
      toldAt.set(event.stage, now());
      output.say(`${event.stage.padEnd(nameWidth)}  ${progressWords(event.progress)}`);
    }
  };
  return { observe, close: () => {} };
}
