/**
 * Draws small line charts side by side in one SVG.
 *
 * @module
 */

/** One chart. */
export interface Panel {
  readonly title: string;
  /** Whether both axes are logarithmic; otherwise both start at 0. */
  readonly isLogarithmic: boolean;
  /** In ascending order of x. */
  readonly points: readonly (readonly [x: number, y: number])[];
}

/** Size of a chart in pixels. */
const [WIDTH, HEIGHT] = [360, 220];
/** Margins of a chart in pixels, for its title and the numbers of its axes. */
const [LEFT, RIGHT, TOP, BOTTOM] = [56, 18, 34, 28];
const COLUMNS = 2;
/** Height of the title in pixels. */
const TITLE_HEIGHT = 30;

/** Draws the charts below a title, two in a row. */
export function plot(title: string, panels: readonly Panel[]): string {
  const rows = Math.ceil(panels.length / COLUMNS);
  const [width, height] = [COLUMNS * WIDTH, TITLE_HEIGHT + rows * HEIGHT];
  const charts = panels.map((panel, i) => {
    const [x, y] = [(i % COLUMNS) * WIDTH, TITLE_HEIGHT + Math.floor(i / COLUMNS) * HEIGHT];
    return `<g transform="translate(${x} ${y})">${chart(panel)}</g>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" ` +
    `font-family="sans-serif" font-size="11" fill="#333">
<rect width="${width}" height="${height}" fill="#fff"/>
<text x="${width / 2}" y="20" text-anchor="middle">${escaped(title)}</text>
${charts.join("\n")}
</svg>
`;
}

function chart({ title, points, isLogarithmic }: Panel): string {
  const across = axis(points.map(([x]) => x), isLogarithmic, LEFT, WIDTH - RIGHT);
  const up = axis(points.map(([, y]) => y), isLogarithmic, HEIGHT - BOTTOM, TOP);
  const [bottom, right] = [HEIGHT - BOTTOM, WIDTH - RIGHT];
  const positions = points.map(([x, y]) => [across.at(x).toFixed(1), up.at(y).toFixed(1)] as const);
  return [
    `<text x="${LEFT}" y="${TOP - 14}" font-weight="bold">${escaped(title)}</text>`,
    ...across.ticks.map((x) =>
      line(across.at(x), TOP, across.at(x), bottom) +
      `<text x="${across.at(x)}" y="${bottom + 16}" text-anchor="middle">${label(x)}</text>`
    ),
    ...up.ticks.map((y) =>
      line(LEFT, up.at(y), right, up.at(y)) +
      `<text x="${LEFT - 6}" y="${up.at(y) + 4}" text-anchor="end">${label(y)}</text>`
    ),
    `<polyline points="${positions.map((position) => position.join(",")).join(" ")}" ` +
    `fill="none" stroke="#1a66b3" stroke-width="1.5"/>`,
    ...positions.map(([x, y]) => `<circle cx="${x}" cy="${y}" r="3" fill="#1a66b3"/>`),
  ].join("\n");
}

/** The ticks of an axis, and the map from values to pixels between `from` and `to`. */
function axis(values: readonly number[], isLogarithmic: boolean, from: number, to: number) {
  const ticks = isLogarithmic ? powersAround(values) : roundSteps(Math.max(...values));
  const scale = isLogarithmic ? Math.log10 : (value: number) => value;
  const [low, high] = [scale(ticks[0]!), scale(ticks.at(-1)!)];
  const at = (value: number): number => from + (to - from) * (scale(value) - low) / (high - low);
  return { ticks, at };
}

/** Powers of ten from at most the smallest to at least the largest value. */
function powersAround(values: readonly number[]): number[] {
  const low = Math.floor(Math.log10(Math.min(...values)));
  const high = Math.max(low + 1, Math.ceil(Math.log10(Math.max(...values))));
  return Array.from({ length: high - low + 1 }, (_, i) => Number(`1e${low + i}`));
}

/** Equal steps of 1, 2 or 5 times a power of ten, from 0 to at least `largest`. */
function roundSteps(largest: number): number[] {
  const power = Math.pow(10, Math.floor(Math.log10(largest / 4)));
  const step = [1, 2, 5, 10].map((digit) => digit * power).find((size) => 5 * size >= largest)!;
  const count = Math.ceil(largest / step);
  return Array.from({ length: count + 1 }, (_, i) => i * step);
}

function line(x1: number, y1: number, x2: number, y2: number): string {
  return `<line x1="${x1}" y1="${y1}" x2="${x2}" y2="${y2}" stroke="#ddd"/>`;
}

/** The text of a tick, without rounding errors of binary fractions. */
function label(value: number): string {
  return value >= 1e6
    ? `${value / 1e6} M`
    : value >= 1000
    ? `${value / 1000} k`
    : `${+value.toPrecision(3)}`;
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
}
