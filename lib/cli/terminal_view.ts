/**
 * The course of a run on a terminal: lines that stay, and below them one line for each running stage,
 * redrawn in place. The cursor is hidden while there are such lines and comes back with `close`.
 *
 * @module
 */
import type { RunEvent } from "../engine/result.ts";
import type { Progress } from "../engine/stage.ts";
import { narrationOn } from "./narration.ts";
import type { Output } from "./output.ts";
import type { RunView } from "./plain_view.ts";
import { progressLine, shareOf, shortened } from "./progress_words.ts";
import { count, duration } from "./units.ts";

/** Milliseconds between two drawings. */
const FRAME_MS = 100;
/** Running stages that have a line of their own, at most: fewer than any window has lines. */
const SHOWN = 10;

const HIDE_CURSOR = "\x1b[?25l";
const SHOW_CURSOR = "\x1b[?25h";

interface Running {
  readonly since: number;
  readonly progress: Progress | null;
  /** When there was progress. */
  readonly at: number;
}

/** A view on the terminal that people's text goes to. */
export function terminalView(output: Output, now: () => number): RunView {
  const { people } = output;
  const running = new Map<string, Running>();
  let drawnLines = 0;
  let drawnAt = -Infinity;

  const eraser = () => (drawnLines > 0 ? `\x1b[${drawnLines}A\x1b[J` : "");
  const erase = () => {
    if (drawnLines > 0) people.write(eraser() + SHOW_CURSOR);
    drawnLines = 0;
  };
  const draw = () => {
    const lines = linesOf(running, now(), people.columns() - 1);
    if (lines.length === 0) return erase();
    people.write(eraser() + HIDE_CURSOR + lines.join("\n") + "\n");
    drawnLines = lines.length;
    drawnAt = now();
  };
  const after = (write: Output["say"]): Output["say"] => (...lines) => {
    erase();
    write(...lines);
  };
  const narrate = narrationOn({ ...output, say: after(output.say), warn: after(output.warn) });

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
      erase();
    },
  };
}

function follow(running: Map<string, Running>, event: RunEvent, now: number): void {
  if (event.type === "stage-started") {
    running.set(event.stage, { since: now, progress: null, at: now });
  } else if (event.type === "stage-progress") {
    const since = running.get(event.stage)?.since ?? now;
    running.set(event.stage, { since, progress: event.progress, at: now });
  } else if (event.type === "stage-finished") {
    running.delete(event.result.name);
  }
}

function linesOf(running: ReadonlyMap<string, Running>, now: number, columns: number): string[] {
  const stages = [...running];
  const width = Math.max(0, ...stages.map(([name]) => name.length));
  const lines = stages.slice(0, SHOWN).map(([name, stage]) => {
    const head = `${name.padEnd(width)}  `;
    const tail = stage.progress === null
      ? `running, ${duration(now - stage.since)}`
      : progressLine(stage.progress, leftMs(stage, stage.progress, now), columns - head.length);
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
