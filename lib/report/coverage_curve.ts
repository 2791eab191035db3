/**
 * Draws accuracy by coverage as a line, with more points than the table beside it.
 *
 * @module
 */
import type { CoveragePoint } from "./coverage.ts";
import { percent } from "./format.ts";
import { type Html, html } from "./html.ts";
import { ticks } from "./ticks.ts";

// Sizes are in units of the SVG's viewBox.
const LEFT = 62;
const TOP = 14;
const WIDTH = 344;
const HEIGHT = 230;
const COVERAGES = [0, 0.25, 0.5, 0.75, 1] as const;
const MOST_TICKS = 5;

/**
 * Draws the line through `points`, which must have ascending coverages.
 *
 * @example
 * ```ts
 * import { coverageCurve } from "./coverage_curve.ts";
 * import { assertMatch } from "@std/assert";
 *
 * const point = { coverage: 0.5, count: 5, threshold: 0.9, errors: 1, accuracy: 0.8 };
 * assertMatch(`${coverageCurve([point])}`, /<polyline class="curve" points="234,/);
 * ```
 */
export function coverageCurve(points: readonly CoveragePoint[]): Html {
  const lowest = Math.min(...points.map(({ accuracy }) => accuracy));
  const low = Math.max(0, Math.min(0.99, Math.floor(lowest * 100) / 100));
  const y = (accuracy: number) => rounded(TOP + HEIGHT * (1 - (accuracy - low) / (1 - low)));
  const line = points.map(({ coverage, accuracy }) => `${x(coverage)},${y(accuracy)}`).join(" ");
  return html`
    <svg class="coverage" viewBox="0 0 424 300" role="img"
      aria-label="Accuracy by coverage; the table beside it holds its numbers">
      ${ticks(low, 1, MOST_TICKS).map((tick) =>
        html`
          <line class="grid" x1="${LEFT}" y1="${y(tick)}" x2="${LEFT + WIDTH}" y2="${y(tick)}" />
          <text class="axis" x="${LEFT - 6}" y="${y(tick) + 5}" text-anchor="end">${percent(
            tick,
            low > 0.98 ? 1 : 0,
          )}</text>
        `
      )}
      ${COVERAGES.map((tick) =>
        html`<text class="axis" x="${x(tick)}" y="266" text-anchor="middle">${
          percent(tick, 0)
        }</text>`
      )}
      <polyline class="curve" points="${line}"/>
      <text class="axis-title" x="${LEFT +
        WIDTH / 2}" y="292" text-anchor="middle">coverage: share of images answered</text>
      <text class="axis-title" x="12" y="${TOP + HEIGHT / 2}" text-anchor="middle"
        transform="rotate(-90 12 ${TOP + HEIGHT / 2})">accuracy</text>
    </svg>
  `;
}

const x = (coverage: number): number => rounded(LEFT + coverage * WIDTH);
const rounded = (value: number): number => Math.round(value * 10) / 10;
