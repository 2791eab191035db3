/**
 * The course of a run on a terminal: lines that stay, and below them one line for each running stage,
 * redrawn in place. The cursor is hidden while there are such lines and comes back with `close`.
 *
 * @module
 */
import type { RunEvent } from "../engine/result.ts";
import type { Progress } from "../engine/stage.ts";
import { columnsOf, padded, shortened } from "./columns.ts";
import { narrationOn } from "./narration.ts";
import { LinesBelow } from "./lines_below.ts";
import type { Output } from "./output.ts";
import type { RunView } from "./plain_view.ts";
import { progressLine, shareOf } from "./progress_words.ts";
import { count, duration } from "./units.ts";

/** Milliseconds between two drawings. */
const FRAME_MS = 100;
/** Running stages that have a line of their own, at most: fewer than any window has lines. */
const SHOWN = 10;

/** A stage that works. */
export interface Running {
  readonly since: number;
  readonly progress: Progress | null;
  /** When there was progress. */
  readonly at: number;
}

/** A view on the terminal that people's text goes to. */
export function terminalView(output: Output, now: () => number): RunView {
  const { people } = output;
  const running = new Map<string, Running>();
  const below = new LinesBelow(output);
  let drawnAt = -Infinity;

  const draw = () => {
    below.draw(runningLines(running, now(), people.columns() - 1));
    drawnAt = now();
  };
  const narrate = narrationOn({ ...output, say: below.say, warn: below.warn });

  const observe = (event: RunEvent) => {
    follow(running, event, now());
    narrate(event);
    if (event.type !== "stage-progress" || now() - drawnAt >= FRAME_MS) draw();
  };
  const timer = setInterval(draw, 2 * FRAME_MS);
  return {
    observe,
    close: () => {
      clearInterval(timer);
      below.erase();
    },
  };
}

/** Keeps in mind which stages work, each under a name made of its own. */
export function follow(
  running: Map<string, Running>,
  event: RunEvent,
  now: number,
  shownName: (stage: string) => string = (stage) => stage,
): void {
  if (event.type === "stage-started") {
    running.set(shownName(event.stage), { since: now, progress: null, at: now });
  } else if (event.type === "stage-progress") {
    const name = shownName(event.stage);
    const since = running.get(name)?.since ?? now;
    running.set(name, { since, progress: event.progress, at: now });
  } else if (event.type === "stage-finished") {
    running.delete(shownName(event.result.name));
  }
}

/** A line for each stage that works, by the name that it is shown under. */
export function runningLines(
  running: ReadonlyMap<string, Running>,
  now: number,
  columns: number,
): string[] {
  const stages = [...running];
  const width = Math.max(0, ...stages.map(([name]) => columnsOf(name)));
  const lines = stages.slice(0, SHOWN).map(([name, stage]) => {
    const head = `${padded(name, width)}  `;
    const tail = stage.progress === null
      ? `running, ${duration(now - stage.since)}`
      : progressLine(stage.progress, leftMs(stage, stage.progress, now), columns - columnsOf(head));
    return shortened(head + tail, columns);
  });
  const hidden = stages.length - lines.length;
  return hidden > 0 ? [...lines, `and ${count(hidden, "other")}`] : lines;
}

/** In proportion to the time until the last progress, counted down since. */
function leftMs({ since, at }: Running, progress: Progress, now: number): number | null {
  const share = shareOf(progress);
  if (share === 0 || share === 1 || at === since) return null;
  return Math.max(0, (at - since) * (1 - share) / share - (now - at));
}
