/**
 * Draws the graph of a run: a box for each stage with state, time and first reason, in columns by the distance
 * from the first stages, and a line for each edge. It shows the content of the table below it.
 *
 * @module
 */
import { nameText } from "./class_name.ts";
import { duration } from "./format.ts";
import { type Html, html } from "./html.ts";

/** The content of a box. */
export interface DagStage {
  readonly name: string;
  readonly state: string;
  readonly elapsedMs: number;
  readonly reasons: readonly string[];
  /** Names of its upstream stages. */
  readonly needs: readonly string[];
}

/** A stage with its position in the grid. */
interface Placed extends DagStage {
  readonly column: number;
  readonly row: number;
}

// Sizes are in units of the SVG's viewBox.
const WIDTH = 168;
const HEIGHT = 68;
const GAP_X = 36;
const GAP_Y = 20;

/** Depth below the boxes of a line that skips columns, for each column. */
const SAG = 22;

/**
 * Draws the graph.
 *
 * @param stages in topological order; needs that are not among them are ignored
 *
 * @example
 * ```ts
 * import { dagPicture } from "./dag.ts";
 * import { assertMatch } from "@std/assert";
 *
 * const stage = { state: "ran", elapsedMs: 20, reasons: ["first run"] };
 * const picture = dagPicture([
 *   { ...stage, name: "fetch", needs: [] },
 *   { ...stage, name: "train", needs: ["fetch"] },
 * ]);
 * assertMatch(`${picture}`, /role="img" aria-label="fetch feeds train"/);
 * ```
 */
export function dagPicture(stages: readonly DagStage[]): Html {
  const placed = place(stages);
  const lines = placed.flatMap((to) =>
    placed.filter(({ name }) => to.needs.includes(name)).map((from) => ({ from, to }))
  );
  const columns = Math.max(0, ...placed.map(({ column }) => column)) + 1;
  const rows = Math.max(0, ...placed.map(({ row }) => row)) + 1;
  const longest = Math.max(0, ...lines.map(({ from, to }) => to.column - from.column));
  const width = columns * (WIDTH + GAP_X) - GAP_X + 4;
  const height = rows * (HEIGHT + GAP_Y) + (longest > 1 ? longest * SAG * 0.75 : 0);
  const words = lines.map(({ from, to }) => `${nameText(from.name)} feeds ${nameText(to.name)}`);
  return html`
    <svg class="dag" viewBox="-2 -2 ${width} ${height}" width="${width}" height="${height}"
      role="img" aria-label="${plain(words.join(", "))}">
      ${lines.map(({ from, to }) =>
        html`
          <path class="edge" d="${path(from, to)}" />
          <path class="tip" d="${tip(from, to)}" />
        `
      )}
      ${placed.map(box)}
    </svg>
  `;
}

/** Removes isolates if all names are ASCII, because only text of mixed direction needs them. */
function plain(text: string): string {
  return /[^\x20-\x7e\u2068\u2069]/.test(text) ? text : text.replace(/[\u2068\u2069]/g, "");
}

function place(stages: readonly DagStage[]): Placed[] {
  const placed: Placed[] = [];
  for (const stage of stages) {
    const before = placed.filter(({ name }) => stage.needs.includes(name));
    const column = Math.max(-1, ...before.map((need) => need.column)) + 1;
    const row = placed.filter((other) => other.column === column).length;
    placed.push({ ...stage, column, row });
  }
  return placed;
}

const left = ({ column }: Placed): number => column * (WIDTH + GAP_X);
const top = ({ row }: Placed): number => row * (HEIGHT + GAP_Y);

/** A line from side to side between adjacent columns, and below the boxes otherwise. */
function path(from: Placed, to: Placed): string {
  if (to.column - from.column === 1) {
    const [x0, y0] = [left(from) + WIDTH, top(from) + HEIGHT / 2];
    const [x1, y1] = [left(to), top(to) + HEIGHT / 2];
    return `M${x0} ${y0}C${x0 + GAP_X / 2} ${y0} ${x1 - GAP_X / 2} ${y1} ${x1} ${y1}`;
  }
  const [x0, x1] = [left(from) + WIDTH * 0.7, left(to) + WIDTH * 0.3];
  const [y0, y1] = [top(from) + HEIGHT, top(to) + HEIGHT];
  const low = Math.max(y0, y1) + SAG * (to.column - from.column);
  return `M${x0} ${y0}C${x0} ${low} ${x1} ${low} ${x1} ${y1}`;
}

/** The arrow's head at the end of a line, from the side or from below. */
function tip(from: Placed, to: Placed): string {
  return to.column - from.column === 1
    ? `M${left(to)} ${top(to) + HEIGHT / 2}l-9 -5v10z`
    : `M${left(to) + WIDTH * 0.3} ${top(to) + HEIGHT}l-5 9h10z`;
}

function box(stage: Placed): Html {
  const [x, y] = [left(stage), top(stage)];
  const [reason] = stage.reasons;
  const ran = stage.state === "ran" ? "ran" : "other";
  return html`
    <rect class="node ${ran}" x="${x}" y="${y}" width="${WIDTH}"
      height="${HEIGHT}" rx="8" />
    <text class="node-name" x="${x + 12}" y="${y + 22}">${nameText(stage.name)}</text>
    <text x="${x + 12}" y="${y + 41}">${stage.state === "hit"
      ? "hit"
      : `${stage.state}, ${duration(stage.elapsedMs)}`}</text>
    <text x="${x + 12}" y="${y + 58}">${reason === undefined ? "" : nameText(reason)}</text>
  `;
}
