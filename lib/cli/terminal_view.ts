/**
 * The course of a run on a terminal: lines that stay, and below them one line for each running stage,
 * redrawn in place. The cursor is hidden while there are such lines and comes back with `close`.
 *
 * @module
 */
import type { RunEvent } from "../engine/result.ts";
import type { Progress } from "../engine/stage.ts";
import type { Observer } from "./narration.ts";
import type { RunView } from "./plain_view.ts";
import { progressLine, shortened } from "./progress_words.ts";
import type { Stream } from "./surroundings.ts";
import { count, duration } from "./units.ts";

/** Milliseconds between two drawings. */
const FRAME_MS = 100;
/** Running stages that have a line of their own, at most: fewer than any window has lines. */
const SHOWN = 10;

const HIDE_CURSOR = "\x1b[?25l";
const SHOW_CURSOR = "\x1b[?25h";

interface Running {
  readonly since: number;
  progress: Progress | null;
}

/** A view on a terminal: `narrate` gets every event while the redrawn lines are away. */
export function terminalView(stream: Stream, narrate: Observer, now: () => number): RunView {
  const running = new Map<string, Running>();
  let drawnLines = 0;
  let drawnAt = -Infinity;

  const erase = () => {
    if (drawnLines > 0) stream.write(`\x1b[${drawnLines}A\x1b[J${SHOW_CURSOR}`);
    drawnLines = 0;
  };
  const draw = () => {
    const lines = linesOf(running, now(), stream.columns() - 1);
    const up = drawnLines > 0 ? `\x1b[${drawnLines}A\x1b[J` : "";
    drawnLines = lines.length;
    drawnAt = now();
    if (up === "" && lines.length === 0) return;
    stream.write(up + (lines.length > 0 ? HIDE_CURSOR : SHOW_CURSOR) + lines.map(ended).join(""));
  };

  const observe = (event: RunEvent) => {
    if (event.type === "stage-progress") {
      const stage = running.get(event.stage);
      if (stage !== undefined) stage.progress = event.progress;
      if (now() - drawnAt >= FRAME_MS) draw();
      return;
    }
    erase();
    narrate(event);
    if (event.type === "stage-started") running.set(event.stage, { since: now(), progress: null });
    if (event.type === "stage-finished") running.delete(event.result.name);
    draw();
  };
  const timer = setInterval(() => {
    if (running.size > 0) draw();
  }, 2 * FRAME_MS);
  return {
    observe,
    close: () => {
      clearInterval(timer);
      erase();
    },
  };
}

function linesOf(running: ReadonlyMap<string, Running>, now: number, columns: number): string[] {
  const stages = [...running];
  const width = Math.max(0, ...stages.map(([name]) => name.length));
  const lines = stages.slice(0, SHOWN).map(([name, { since, progress }]) => {
    const head = `${name.padEnd(width)}  `;
    const elapsedMs = now - since;
    const tail = progress === null
      ? `running, ${duration(elapsedMs)}`
      : progressLine(progress, elapsedMs, columns - head.length);
    return shortened(head + tail, columns);
  });
  const hidden = stages.length - lines.length;
  return hidden > 0 ? [...lines, `and ${count(hidden, "other")}`] : lines;
}

function ended(line: string): string {
  return `${line}\n`;
}
